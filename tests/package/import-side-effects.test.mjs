import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

/** Imports a module in a new process, and returns the functions with side effects that it called. */
async function sideEffectsOf(module) {
  const { stdout } = await promisify(execFile)(process.execPath, [here("./watch-import.mjs"), module], {
    cwd: here("."),
  });
  return JSON.parse(stdout);
}

const entries = [
  "verigator",
  "verigator/sandbox",
  "verigator/gateway",
  "verigator/inline",
  "verigator/sandbox/inline",
  "verigator/gateway/inline",
  "verigator/login",
  "verigator/element",
];
const files = ["browser.js", "development.js", "react-native.js"].flatMap((file) => [
  file,
  `sandbox/${file}`,
  `gateway/${file}`,
]);

test("side effects of a constructor are recorded", async () => {
  assert.deepEqual(await sideEffectsOf("./constructor.mjs"), [
    "WebAssembly.Instance",
    "WebAssembly.Module",
    "crypto.getRandomValues",
  ]);
});

for (const module of [...entries, ...files.map((file) => `./node_modules/verigator/${file}`)]) {
  test(`import of ${module} has no side effect: no I/O, timer, random number or compilation`, async () => {
    assert.deepEqual(await sideEffectsOf(module), []);
  });
}
