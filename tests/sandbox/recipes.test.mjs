import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { test } from "node:test";

const here = import.meta.dirname;
const readme = readFileSync(join(here, "../../sandbox/README.md"), "utf8");
const recipes = [...readme.matchAll(/^```js\n([^]*?)^```$/gm)].map(([, code]) => code);

/** Runs a program in a folder under this one, from which the package is found by its name, and returns what came of it. */
async function runIn(folder, ...command) {
  const environment = { ...process.env };
  // Node's runner would take the inner run for a part of this one.
  delete environment.NODE_TEST_CONTEXT;
  const child = spawn(process.execPath, command, { cwd: folder, env: environment, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  child.stdout.on("data", (data) => (output += data));
  child.stderr.on("data", (data) => (output += data));
  const [code] = await once(child, "close");
  return { code, output };
}

function folderWith(t, file, code) {
  mkdirSync(join(here, "node_modules/.recipes"), { recursive: true });
  const folder = mkdtempSync(join(here, "node_modules/.recipes/"));
  t.after(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, file), code);
  return folder;
}

function recipeThatImports(name) {
  const found = recipes.filter((code) => code.includes(`from "${name}"`));
  assert.equal(found.length, 1, `expected one recipe that imports ${name}`);
  return found[0];
}

test("the recipe for node:test passes", async (t) => {
  const folder = folderWith(t, "recipe.test.mjs", recipeThatImports("node:test"));
  const { code, output } = await runIn(folder, "--test", "--test-reporter=spec", "recipe.test.mjs");
  assert.equal(code, 0, output);
  assert.match(output, /pass 2\n/);
});
