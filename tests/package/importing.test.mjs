import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

/** Imports a module in a process where all that importing should leave alone is watched. Returns what was not left alone. */
async function watched(module) {
  const { stdout } = await promisify(execFile)(process.execPath, [here("./importing.mjs"), module], { cwd: here(".") });
  return JSON.parse(stdout);
}

const entries = ["verigator", "verigator/sandbox", "verigator/gateway", "verigator/inline", "verigator/sandbox/inline", "verigator/gateway/inline"];
const files = ["browser.js", "sandbox/browser.js", "gateway/browser.js"];

test("watch sees what a constructor does", async () => {
  assert.deepEqual(await watched("./watched-constructor.mjs"), ["WebAssembly.Instance", "WebAssembly.Module", "crypto.getRandomValues", "fs.readFileSync"]);
});

for (const module of [...entries, ...files.map((file) => `./node_modules/verigator/${file}`)]) {
  test(`import of ${module} does no I/O, sets no timer, draws no randomness, compiles nothing`, async () => {
    assert.deepEqual(await watched(module), []);
  });
}
