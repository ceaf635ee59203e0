import assert from "node:assert/strict";
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const run = promisify(execFile);

/** A project that has the package installed. */
export const project = fileURLToPath(new URL("../../target/demo/page", import.meta.url));

/** Starts a sandbox server of the package. `openSpace` creates a space, so that no test sees the state of another. */
export async function startServer(...flags) {
  const args = ["node_modules/verigator/sandbox/bin/verigator.js", "sandbox", "--port", "0", ...flags];
  const server = spawn(process.execPath, args, { cwd: project, stdio: ["ignore", "pipe", "inherit"] });
  const url = await readUrl(server.stdout);
  // The rest of the output is discarded, so that the pipe cannot fill up.
  server.stdout.resume();

  async function close() {
    server.kill();
    if (server.exitCode === null && server.signalCode === null) await once(server, "exit");
  }

  let spaces = 0;
  function openSpace() {
    spaces += 1;
    const space = `${url}/spaces/test-${spaces}`;
    return { url: space, control: (...call) => control(space, ...call) };
  }

  return { url, openSpace, close };
}

/** Calls the control API of a space as another client would. */
async function control(space, method, path, data) {
  const response = await fetch(`${space}/_sandbox/${path}`, { method, body: data && JSON.stringify(data) });
  const text = await response.text();
  assert.ok(response.ok, `${method} ${path}: ${response.status} ${text}`);
  return text && JSON.parse(text);
}

async function readUrl(output) {
  for await (const line of createInterface({ input: output })) {
    const url = /^Verigator sandbox at (.*)$/.exec(line)?.[1];
    if (url) return url;
  }
  return assert.fail("expected the server to print its URL");
}

/** Runs a program in a project that has the package installed. `input` is written to its standard input, and may be a promise. */
export async function runProgram(text, environment, input = "") {
  const folder = await mkdtemp(join(tmpdir(), "verigator-page-"));
  try {
    await symlink(join(project, "node_modules"), join(folder, "node_modules"), "dir");
    await writeFile(join(folder, "program.mjs"), text);
    const running = run(process.execPath, ["program.mjs"], { cwd: folder, env: environment });
    const [result] = await Promise.all([running, Promise.resolve(input).then((line) => running.child.stdin.end(line))]);
    return result;
  } finally {
    await rm(folder, { recursive: true });
  }
}
