/** The kinds of consumers. Each returns a function that runs one in its project and throws where it does not do what it should. */
import assert from "node:assert/strict";
import { exec } from "node:child_process";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";
import { freePort } from "../browsers/free-port.mjs";
import { sightsOf } from "../browsers/page.mjs";
import { start } from "../browsers/program.mjs";
import { expectedSights } from "../package/flow.mjs";
import { serveFolder } from "./serve-folder.mjs";

const run = promisify(exec);
const timeout = 180_000;

/** Runs commands. Where the last prints JSON it is what the flow saw; a test runner's status says it all. */
export function aCommand(...commands) {
  return async ({ project }) => {
    const output = await runAll(commands, project);
    if (output.startsWith("{")) assert.deepEqual(JSON.parse(output), expectedSights);
    else assert.match(output, /[1-9]\d* passed/);
  };
}

/** Builds a page, if it has to be built, serves it under a strict CSP and looks at it in browsers. */
export function aPage(build, { browsers, path = "/" }) {
  return async ({ project, browser }) => {
    if (build) await runAll([build], project);
    const folder = await serveFolder(project, { root: build?.startsWith("vite") ? "dist" : "" });
    try {
      for (const name of browsers) await checkPage(await browser(name), folder.url + path, name);
    } finally {
      folder.close();
    }
  };
}

/** Starts a server of the tool's own, asks it for paths that answer with JSON, and looks at its pages in Chromium. */
export function aServer(command, { build, paths = [], pages = [] }) {
  return async ({ project, browser }) => {
    if (build) await runAll([build], project);
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    const [program, ...args] = fill(command, port).split(" ");
    const server = await start(program, args, { url, cwd: project, env: environment(project) });
    try {
      for (const path of paths) await checkPath(url + path);
      for (const path of pages) await checkPage(await browser("chromium"), url + path, "chromium");
    } finally {
      await server.stop();
    }
  };
}

async function checkPath(url) {
  const response = await fetch(url);
  const text = await response.text();
  assert.equal(response.status, 200, text.slice(0, 2_000));
  assert.deepEqual(JSON.parse(text), expectedSights);
}

async function checkPage(browser, url, name) {
  try {
    assert.deepEqual(await sightsOf(browser, url), expectedSights);
  } catch (cause) {
    throw new Error(`in ${name}: ${cause.message}`, { cause });
  }
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
  return command.replace("PLATFORM", `${process.platform}-${process.arch}`).replace("PORT", port);
}

/** A project's own tools come first, as they do in an npm script. What the tools would send home, they keep. */
function environment(project) {
  const PATH = [join(project, "node_modules/.bin"), process.env.PATH].join(delimiter);
  return { ...process.env, PATH, NO_COLOR: "1", NEXT_TELEMETRY_DISABLED: "1", WRANGLER_SEND_METRICS: "false", DENO_NO_UPDATE_CHECK: "1" };
}
