/**
 * Runners for the kinds of consumers. Each returns a function that runs a consumer in its project, and throws if the flow fails. `server` and `page` say
 * what the consumer needs; `missing` is the one of them whose line is missing in a file.
 */
import assert from "node:assert/strict";
import { exec } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";
import { freePort } from "../browsers/free-port.mjs";
import { resultOf } from "../browsers/page.mjs";
import { start } from "../browsers/program.mjs";
import { expectedResult } from "../package/flow.mjs";
import { expectError, patternOf } from "./errors.mjs";
import { init } from "./needs.mjs";
import { serveFolder } from "./static-server.mjs";

const run = promisify(exec);
const timeout = 300_000;

/** Runs commands. The last one prints the flow's result as JSON, or is a test runner that prints how many tests passed. */
export function runCommands(...commands) {
  return async ({ project }) => {
    const output = await runAll(commands, project);
    if (output.startsWith("{")) assert.deepEqual(JSON.parse(output), expectedResult);
    else assert.match(output, /[1-9]\d* pass(ed)?\b/);
  };
}

/** Runs commands for a runtime that cannot use the package. The last one prints the error of the first use. */
export function runUnsupported(...commands) {
  return ({ project, page }) =>
    expectError(page.error, async () => {
      throw new Error(await runAll(commands, project));
    });
}

/** Bundles into a folder outside of the project, OUT in the command, and runs the file there, without the package. */
export function runOneFile(build, file) {
  return async ({ project }) => {
    const folder = await mkdtemp(join(tmpdir(), "verigator-one-file-"));
    try {
      await runAll([build.replace("OUT", folder)], project);
      const { stdout } = await run(`node ${file}`, { cwd: folder, timeout });
      assert.deepEqual(JSON.parse(stdout), expectedResult);
    } finally {
      await rm(folder, { recursive: true });
    }
  };
}

/** Builds a page if `build` is given, serves it under a strict CSP, and runs it in browsers. */
export function runPage(build, { browsers, path = "/", root = "" }) {
  return async ({ project, browser, ...needs }) => {
    if (build) await runAll([build], project);
    const folder = await serveFolder(project, { root });
    try {
      for (const name of browsers) await checkPage(await browser(name), folder.url + path, name, needs);
    } finally {
      folder.close();
    }
  };
}

/**
 * Starts the tool's server, requests `paths`, which respond with the flow's result as JSON, and runs pages in Chromium: `pages` run the flow,
 * `serverPages` show the result of the server, `elementPages` have the element, rendered by the server.
 */
export function runServer(command, { build, paths = [], serverPages = [], pages = [], elementPages = [] }) {
  return async ({ project, browser, ...needs }) => {
    if (build) await runAll([build], project);
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    const [program, ...args] = fill(command, port).split(" ");
    const server = await start(program, args, {
      url,
      cwd: project,
      env: { ...environment(project), HOST: "127.0.0.1", PORT: String(port) },
    });
    try {
      if (!build && pages.length > 0) await visit(await browser("chromium"), url + pages[0]);
      for (const path of paths) await checkPath(url + path);
      for (const path of serverPages) await checkResult(await browser("chromium"), url + path, "chromium");
      for (const path of pages) await checkPage(await browser("chromium"), url + path, "chromium", needs);
      for (const path of needs.missing ? [] : elementPages) await checkElement(await browser("chromium"), url + path);
    } catch (error) {
      throw Object.assign(error, { stderr: await outputOfServer(server, needs) });
    } finally {
      await server.stop();
    }
  };
}

/** Returns what a server printed. Servers may print an error after they have responded, so that an expected one is waited for. */
async function outputOfServer(server, { missing }) {
  if (missing) await server.printed(patternOf(missing.error)).catch(() => undefined);
  return server.output();
}

/** Opens a page for the first time. A dev server may find new dependencies then, and the page is lost until it is opened again. */
function visit(browser, url) {
  return resultOf(browser, url).catch(() => undefined);
}

async function checkPath(url) {
  const response = await fetch(url);
  const text = await response.text();
  assert.equal(response.status, 200, text.slice(0, 2_000));
  assert.deepEqual(JSON.parse(text), expectedResult);
}

/** Opens a page with and without `await init()`, unless another line is missing. */
async function checkPage(browser, url, name, { page, missing }) {
  const withoutInit = `${url}?without-init`;
  if (page === init) await expectError(init.error, () => checkResult(browser, withoutInit, name));
  await checkResult(browser, page === init || missing ? url : withoutInit, name);
}

async function checkResult(browser, url, name) {
  try {
    assert.deepEqual(await resultOf(browser, url), expectedResult);
  } catch (cause) {
    throw new Error(`in ${name}: ${cause.message}`, { cause });
  }
}

async function checkElement(browser, url) {
  assert.match(await (await fetch(url)).text(), /<verigator-login [^>]*gateway="\/2fa"/);
  // Nuxt responds to every path with its page.
  assert.match(await resultOf(browser, url), /^(no_such_resource|invalid_response)$/);
}

async function runAll(commands, project) {
  let output;
  for (const command of commands) {
    const { stdout, stderr } = await run(fill(command), { cwd: project, env: environment(project), timeout });
    output = (stdout || stderr).trim();
  }
  return output;
}

function fill(command, port) {
  return command.replaceAll("PLATFORM", `${process.platform}-${process.arch}`).replace("PORT", port);
}

/** Turns off the telemetry and update checks of the tools. */
const quiet = {
  NO_COLOR: "1",
  ASTRO_TELEMETRY_DISABLED: "1",
  DENO_NO_UPDATE_CHECK: "1",
  NEXT_TELEMETRY_DISABLED: "1",
  NG_CLI_ANALYTICS: "false",
  NUXT_TELEMETRY_DISABLED: "1",
  WRANGLER_SEND_METRICS: "false",
};

/** Puts the project's tools first on the PATH, as an npm script does. */
function environment(project) {
  const PATH = [join(project, "node_modules/.bin"), process.env.PATH].join(delimiter);
  return { ...process.env, ...quiet, PATH };
}
