import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { delimiter, join } from "node:path";
import { test } from "node:test";
import { freePort } from "../browsers/free-port.mjs";
import { serve } from "./server-process.mjs";

const tools = join(import.meta.dirname, "../node_modules");
const here = import.meta.dirname;
const examples = join(here, "../../examples/testing");

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

/** Copies an example to a folder from which the package can be imported and its command started. */
function copyExample(t, name) {
  // Not below node_modules, which Vitest ignores.
  mkdirSync(join(here, ".recipes"), { recursive: true });
  const folder = mkdtempSync(join(here, ".recipes/"));
  t.after(() => rmSync(folder, { recursive: true }));
  cpSync(join(examples, name), folder, { recursive: true });
  symlinkSync(join(here, "node_modules"), join(folder, "node_modules"));
  return folder;
}

/** Flags of Vitest for busy machines. Its own time limit for a test is five seconds. */
const patient = ["--testTimeout=300000", "--hookTimeout=300000"];

/** Replaces a text that a file contains. */
function replaceIn(file, text, replacement) {
  const content = readFileSync(file, "utf8");
  assert.ok(content.includes(text), `expected ${file} to contain ${text}`);
  writeFileSync(file, content.replaceAll(text, replacement));
}

function findProgram(...names) {
  const folders = process.env.PATH.split(delimiter);
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find((path) => existsSync(path));
}

test("the example for node:test passes", async (t) => {
  const folder = copyExample(t, "node");
  const { code, output } = await runIn(folder, process.execPath, ["--test", "--test-reporter=tap"]);
  assert.equal(code, 0, output);
  assert.match(output, /# pass 2\n/);
});

test("the example for Vitest passes", async (t) => {
  const folder = copyExample(t, "vitest");
  const { code, output } = await runIn(folder, process.execPath, [
    join(tools, "vitest/vitest.mjs"),
    "run",
    "--root",
    folder,
    ...patient,
  ]);
  assert.equal(code, 0, output);
  assert.match(output, /1 passed/);
});

test("the example for Playwright starts its sandbox and passes with four workers at the same time, each with its own space", async (t) => {
  const folder = copyExample(t, "playwright");
  const port = String(await freePort());
  for (const name of ["playwright.config.js", "fixtures.js"]) replaceIn(join(folder, name), "8787", port);
  replaceIn(join(folder, "playwright.config.js"), "sandbox --quiet", `sandbox --quiet --port ${port}`);
  const launchOptions = { executablePath: findProgram("chromium", "google-chrome"), args: ["--no-sandbox"] };
  const settings = {
    outputDir: "results",
    workers: 4,
    repeatEach: 2,
    timeout: 600_000,
    expect: { timeout: 300_000 },
    reporter: [["json", { outputFile: "report.json" }], ["line"]],
    use: { launchOptions },
  };
  writeFileSync(
    join(folder, "machine.config.js"),
    `import config from "./playwright.config.js";\nexport default { ...config, ...${JSON.stringify(settings)} };\n`,
  );
  const { code, output } = await runIn(folder, process.execPath, [
    join(tools, "@playwright/test/cli.js"),
    "test",
    "--config=machine.config.js",
  ]);
  assert.equal(code, 0, output);
  const { stats, suites } = JSON.parse(readFileSync(join(folder, "report.json"), "utf8"));
  assert.deepEqual([stats.expected, stats.unexpected, stats.flaky, stats.skipped], [6, 0, 0, 0]);
  const workers = suites[0].specs.flatMap(({ tests }) => tests.map(({ results }) => results[0].parallelIndex));
  assert.equal(new Set(workers).size, 4);
});

test("the example for Playwright fails at once, with the reason, if the application exits at its start", async (t) => {
  const folder = copyExample(t, "playwright");
  const port = String(await freePort());
  for (const name of ["playwright.config.js", "fixtures.js"]) replaceIn(join(folder, name), "8787", port);
  replaceIn(join(folder, "playwright.config.js"), "sandbox --quiet", `sandbox --quiet --port ${port}`);
  writeFileSync(join(folder, "server.js"), "process.exit(3);\n");
  const { code, output } = await runIn(folder, process.execPath, [
    join(tools, "@playwright/test/cli.js"),
    "test",
    "--workers=1",
    "--max-failures=1",
    "--reporter=line",
  ]);
  assert.equal(code, 1, output);
  assert.match(output, /the application exited with 3 before it printed its URL/);
});

test("the example for Vitest with a global set-up passes in several workers", async (t) => {
  const folder = copyExample(t, "vitest-server");
  copyFileSync(join(folder, "server.test.js"), join(folder, "second.test.js"));
  const { code, output } = await runIn(folder, process.execPath, [
    join(tools, "vitest/vitest.mjs"),
    "run",
    "--root",
    folder,
    ...patient,
  ]);
  assert.equal(code, 0, output);
  assert.match(output, /Tests.* 2 passed/);
});

test("the example for pytest passes and deletes its space", async (t) => {
  const server = await serve(t);
  const folder = copyExample(t, "pytest");
  const variables = { SANDBOX_URL: server.url, PYTHONDONTWRITEBYTECODE: "1" };
  const { code, output } = await runIn(
    folder,
    "pytest",
    ["-p", "no:cacheprovider", "-p", "no:schemathesis", "test_login.py"],
    variables,
  );
  assert.equal(code, 0, output);
  assert.match(output, /1 passed/);
  assert.deepEqual(await server.control("GET", "spaces"), { spaces: [] });
});
