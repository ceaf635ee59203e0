/** Type-checks the projects beside this file, each with the types of one environment. */
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { writeWorkersTypes } from "./wrangler/types.mjs";

const run = promisify(execFile);
const here = (path) => fileURLToPath(new URL(path, import.meta.url));

/** The newest TypeScript, the last one with `node10`, and the oldest that the package supports. */
const [newest, lastWithNode10, oldest] = ["typescript", "typescript-5-9", "typescript-5-0"];

/** How a project sets each `moduleResolution`, so that both `import` and `require` are allowed, which TypeScript 5.0 can't do for bundlers. */
const resolutions = {
  node10: ["--module", "commonjs", "--moduleResolution", "node10"],
  node16: ["--module", "node16", "--moduleResolution", "node16"],
  nodenext: ["--module", "nodenext", "--moduleResolution", "nodenext"],
  bundler: ["--module", "preserve", "--moduleResolution", "bundler"],
  "bundler, import only": ["--module", "esnext", "--moduleResolution", "bundler"],
};

/** The projects that each compiler checks, with each of these resolutions. JavaScript's compilers take seconds for each. */
const cells = [
  [newest, ["bare", "dom", "node", "workers", "wrangler"], ["node16", "nodenext", "bundler"]],
  [newest, ["bun", "node-and-dom"], ["nodenext", "bundler"]],
  [lastWithNode10, ["node"], ["node10"]],
  [oldest, ["dom"], ["node10", "node16", "nodenext"]],
  [oldest, ["dom/tsconfig.modules.json"], ["bundler, import only"]],
];

const deno = process.env.DENO ?? here("../node_modules/@deno/linux-x64-glibc/deno");
const denoFiles = [
  "deno/server.mts",
  "flow.mts",
  "web.mts",
  "mistakes.mts",
  "client.mts",
  "gateway.mts",
  "login.mts",
  "sandbox.mts",
];

async function check(command, args) {
  const failed = ({ stdout, stderr, message }) => assert.fail(`${message}\n${stdout}${stderr}`);
  await run(command, args, { cwd: here("."), env: { ...process.env, NO_COLOR: "1" } }).catch(failed);
}

await writeWorkersTypes();

describe("types", { concurrency: 2 }, () => {
  for (const [compiler, projects, names] of cells) {
    for (const project of projects) {
      for (const resolution of names) {
        const tsc = here(`../node_modules/${compiler}/bin/tsc`);
        test(`${project} by ${resolution} with ${compiler}`, () =>
          check(process.execPath, [tsc, "--project", project, ...resolutions[resolution]]));
      }
    }
  }

  for (const flags of [
    ["--config", "deno/deno.jsonc"],
    ["--config", "deno/packages.jsonc", "--all"],
  ]) {
    test(`deno check ${flags.join(" ")}`, () => check(deno, ["check", "--no-lock", ...flags, ...denoFiles]));
  }
});
