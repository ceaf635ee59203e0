/** Test runners, in their environments of Node and of jsdom. Their own time limits, five seconds for a test, are too short for a busy machine. */
import { init, jestFixedJsdom, nothing } from "../needs.mjs";
import { runCommands } from "../runners.mjs";

const jestWithModules = (file, flags = "") =>
  runCommands(
    `node --experimental-vm-modules node_modules/jest/bin/jest.js ${flags} --testTimeout=300000 --testMatch '**/${file}'`,
  );

export const testRunners = [
  {
    title: "Tests in Vitest {vitest} and Jest {jest}, CommonJS or ES modules; their jsdom counts as a page",
    inReadme: true,
    cells: [
      {
        name: "Vitest, node",
        folder: "vitest",
        server: nothing,
        run: runCommands(
          "vitest run --testTimeout=300000 node.test.js spy.test.js equality.test.js fake-timers.test.js",
        ),
      },
      {
        name: "Vitest, jsdom",
        folder: "vitest",
        page: nothing,
        run: runCommands("vitest run --testTimeout=300000 jsdom.test.js"),
      },
      {
        name: "Jest, CommonJS",
        folder: "jest",
        server: nothing,
        run: runCommands("jest flow.test.js equality.test.js fake-timers.test.js --env=node --testTimeout=300000"),
      },
      { name: "Jest, ESM", folder: "jest", server: nothing, run: jestWithModules("flow.esm.test.mjs", "--env=node") },
      {
        name: "Jest, jsdom",
        folder: "jest",
        page: jestFixedJsdom,
        run: runCommands("jest jsdom.test.js --testTimeout=300000"),
      },
      {
        name: "Jest, jsdom, ESM",
        folder: "jest",
        page: { ...jestFixedJsdom, error: init.error },
        run: jestWithModules("jsdom.esm.test.mjs"),
      },
    ],
  },
];
