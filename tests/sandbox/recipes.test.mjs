import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { test } from "node:test";
import { serve } from "./server-process.mjs";

const tools = join(import.meta.dirname, "../node_modules");
const here = import.meta.dirname;
const readme = readFileSync(join(here, "../../sandbox/README.md"), "utf8");
const recipes = [...readme.matchAll(/^```(?:js|python)\n([^]*?)^```$/gm)].map(([, code]) => code);

/** Runs a program in a folder below this one, where the package can be imported by name, and returns exit code and output. */
async function runIn(folder, program, args, variables = {}) {
  const environment = { ...process.env, ...variables, NO_COLOR: "1" };
  // Programs print colors in a CI too, and escape codes between the words of their reports.
  delete environment.FORCE_COLOR;
  // Otherwise Node's test runner treats the inner run as a part of this one.
  delete environment.NODE_TEST_CONTEXT;
  const child = spawn(program, args, { cwd: folder, env: environment, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  child.stdout.on("data", (data) => (output += data));
  child.stderr.on("data", (data) => (output += data));
  const [code] = await once(child, "close");
  return { code, output };
}

/** Creates a folder with files by name, from which the package can be imported and its command started. */
function createFolder(t, files) {
  // Not below node_modules, which Vitest ignores.
  mkdirSync(join(here, ".recipes"), { recursive: true });
  const folder = mkdtempSync(join(here, ".recipes/"));
  t.after(() => rmSync(folder, { recursive: true }));
  symlinkSync(join(here, "node_modules"), join(folder, "node_modules"));
  for (const [name, content] of Object.entries({ "package.json": '{ "type": "module" }', ...files })) {
    writeFileSync(join(folder, name), content);
  }
  return folder;
}

function findProgram(...names) {
  const folders = process.env.PATH.split(delimiter);
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find((path) => existsSync(path));
}

function findRecipe(description, matches) {
  const found = recipes.filter(matches);
  assert.equal(found.length, 1, `expected one recipe ${description}`);
  return found[0];
}

const recipeThatImports = (name) => findRecipe(`that imports ${name}`, (code) => code.includes(`from "${name}"`) && !code.startsWith("//"));
const recipeFile = (name) => findRecipe(`for the file ${name}`, (code) => code.startsWith(`// ${name}\n`) || code.startsWith(`# ${name}\n`));
const recipeFiles = (...names) => Object.fromEntries(names.map((name) => [name, recipeFile(name)]));

test("the recipe for node:test passes", async (t) => {
  const folder = createFolder(t, { "recipe.test.mjs": recipeThatImports("node:test") });
  const { code, output } = await runIn(folder, process.execPath, ["--test", "--test-reporter=tap", "recipe.test.mjs"]);
  assert.equal(code, 0, output);
  assert.match(output, /# pass 2\n/);
});

test("the recipe for Vitest passes", async (t) => {
  const folder = createFolder(t, { "recipe.test.mjs": recipeThatImports("vitest") });
  const { code, output } = await runIn(folder, process.execPath, [join(tools, "vitest/vitest.mjs"), "run", "--root", folder]);
  assert.equal(code, 0, output);
  assert.match(output, /1 passed/);
});

test("the recipe for Playwright passes with four workers at the same time, each with its own space", async (t) => {
  const server = await serve(t);
  const files = recipeFiles("fixtures.js", "login.spec.js");
  files["fixtures.js"] = files["fixtures.js"].replaceAll("http://127.0.0.1:8787", server.url);
  const folder = createFolder(t, files);
  copyFileSync(join(here, "login-site.mjs"), join(folder, "server.js"));
  const launchOptions = { executablePath: findProgram("chromium", "google-chrome"), args: ["--no-sandbox"] };
  const reporter = [["json", { outputFile: "report.json" }], ["line"]];
  const config = { testDir: folder, outputDir: join(folder, "results"), workers: 4, fullyParallel: true, repeatEach: 8, timeout: 120_000, reporter, use: { launchOptions } };
  writeFileSync(join(folder, "playwright.config.js"), `export default ${JSON.stringify(config)};`);
  const { code, output } = await runIn(folder, process.execPath, [join(tools, "@playwright/test/cli.js"), "test"]);
  assert.equal(code, 0, output);
  const { stats, suites } = JSON.parse(readFileSync(join(folder, "report.json"), "utf8"));
  assert.deepEqual([stats.expected, stats.unexpected, stats.flaky, stats.skipped], [8, 0, 0, 0]);
  const workers = suites[0].specs.flatMap(({ tests }) => tests.map(({ results }) => results[0].parallelIndex));
  assert.equal(new Set(workers).size, 4);
  assert.deepEqual(await server.control("GET", "spaces"), { spaces: [] });
});

test("the recipe for Vitest with a global set-up passes in several workers", async (t) => {
  const files = recipeFiles("vitest.config.js", "global-setup.js", "server.test.js");
  const folder = createFolder(t, { ...files, "second.test.js": files["server.test.js"] });
  const { code, output } = await runIn(folder, process.execPath, [join(tools, "vitest/vitest.mjs"), "run", "--root", folder]);
  assert.equal(code, 0, output);
  assert.match(output, /Tests.* 2 passed/);
});

test("the recipe for pytest passes and deletes its space", async (t) => {
  const server = await serve(t);
  const folder = createFolder(t, recipeFiles("test_login.py"));
  const variables = { SANDBOX_URL: server.url, PYTHONDONTWRITEBYTECODE: "1" };
  const { code, output } = await runIn(folder, "pytest", ["-p", "no:cacheprovider", "-p", "no:schemathesis", "test_login.py"], variables);
  assert.equal(code, 0, output);
  assert.match(output, /1 passed/);
  assert.deepEqual(await server.control("GET", "spaces"), { spaces: [] });
});
