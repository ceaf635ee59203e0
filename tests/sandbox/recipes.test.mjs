import assert from "node:assert/strict";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { delimiter, join } from "node:path";
import { test } from "node:test";
import { serve } from "./server-process.mjs";
import { openLoginSite } from "./login-site.mjs";

const tools = join(import.meta.dirname, "../node_modules");
const here = import.meta.dirname;
const readme = readFileSync(join(here, "../../sandbox/README.md"), "utf8");
const recipes = [...readme.matchAll(/^```js\n([^]*?)^```$/gm)].map(([, code]) => code);

/** Runs a program in a folder below this one, where the package can be imported by name, and returns exit code and output. */
async function runIn(folder, ...command) {
  const environment = { ...process.env };
  // Otherwise Node's test runner treats the inner run as a part of this one.
  delete environment.NODE_TEST_CONTEXT;
  const child = spawn(process.execPath, command, { cwd: folder, env: environment, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  child.stdout.on("data", (data) => (output += data));
  child.stderr.on("data", (data) => (output += data));
  const [code] = await once(child, "close");
  return { code, output };
}

function createFolder(t, file, code) {
  // Not below node_modules, which Vitest ignores.
  mkdirSync(join(here, ".recipes"), { recursive: true });
  const folder = mkdtempSync(join(here, ".recipes/"));
  t.after(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, file), code);
  return folder;
}

function findProgram(...names) {
  const folders = process.env.PATH.split(delimiter);
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find((path) => existsSync(path));
}

function findRecipe(name) {
  const found = recipes.filter((code) => code.includes(`from "${name}"`));
  assert.equal(found.length, 1, `expected one recipe that imports ${name}`);
  return found[0];
}

test("the recipe for node:test passes", async (t) => {
  const folder = createFolder(t, "recipe.test.mjs", findRecipe("node:test"));
  const { code, output } = await runIn(folder, "--test", "--test-reporter=tap", "recipe.test.mjs");
  assert.equal(code, 0, output);
  assert.match(output, /# pass 2\n/);
});

test("the recipe for Vitest passes", async (t) => {
  const folder = createFolder(t, "recipe.test.mjs", findRecipe("vitest"));
  const { code, output } = await runIn(folder, join(tools, "vitest/vitest.mjs"), "run", "--root", folder);
  assert.equal(code, 0, output);
  assert.match(output, /1 passed/);
});

test("the recipe for Playwright passes", async (t) => {
  const server = await serve(t);
  const baseURL = await openLoginSite(t, server);
  const recipe = findRecipe("@playwright/test").replaceAll("http://127.0.0.1:8787", server.url);
  const folder = createFolder(t, "recipe.spec.mjs", recipe);
  const launchOptions = { executablePath: findProgram("chromium", "google-chrome"), args: ["--no-sandbox"] };
  const config = { testDir: folder, outputDir: join(folder, "results"), workers: 1, reporter: "line", use: { baseURL, launchOptions } };
  writeFileSync(join(folder, "playwright.config.mjs"), `export default ${JSON.stringify(config)};`);
  const { code, output } = await runIn(folder, join(tools, "@playwright/test/cli.js"), "test", "--config", "playwright.config.mjs");
  assert.equal(code, 0, output);
  assert.match(output, /1 passed/);
});
