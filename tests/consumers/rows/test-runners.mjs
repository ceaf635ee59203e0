/** Test runners, in their environments of Node and of jsdom. */
import { jestFixedJsdom, nothing } from "../needs.mjs";
import { runCommands } from "../runners.mjs";

export const testRunners = [
  {
    title: "Tests in Vitest {vitest} and Jest {jest}, CommonJS or ES modules; their jsdom counts as a page",
    inReadme: true,
    cells: [
      { name: "Vitest, node", folder: "vitest", server: nothing, run: runCommands("vitest run node.test.js") },
      { name: "Vitest, jsdom", folder: "vitest", page: nothing, run: runCommands("vitest run jsdom.test.js") },
      { name: "Jest, CommonJS", folder: "jest", server: nothing, run: runCommands("jest flow.test.js --env=node") },
      {
        name: "Jest, ESM",
        folder: "jest",
        server: nothing,
        run: runCommands("node --experimental-vm-modules node_modules/jest/bin/jest.js --env=node --testMatch '**/*.esm.test.mjs'"),
      },
      { name: "Jest, jsdom", folder: "jest", page: jestFixedJsdom, run: runCommands("jest jsdom.test.js") },
    ],
  },
];
