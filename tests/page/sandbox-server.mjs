import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

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
