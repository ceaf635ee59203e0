import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { createServer } from "node:net";
import { delimiter, join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";

const startTimeoutMs = 60_000;

/** Returns the path of the first of these programs that is on the PATH. */
export function find(...names) {
  const folders = process.env.PATH.split(delimiter);
  const found = names.flatMap((name) => folders.map((folder) => join(folder, name))).find((file) => existsSync(file));
  if (!found) throw new Error(`expected one of ${names.join(", ")} on the PATH, found none`);
  return found;
}

/** Returns a free port of the loopback interface. */
export async function freePort() {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Starts a server program and resolves once `url` responds. `stop` ends the program and all its children. */
export async function start(command, args, { url, ...options }) {
  const child = spawn(command, args, { ...options, detached: true, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", (text) => (output += text));
  const ended = new Promise((resolve) => {
    child.once("error", resolve).once("exit", (status) => resolve(new Error(`it exited with status ${status}`)));
  });
  const stop = async () => {
    if (child.pid && child.exitCode === null && child.signalCode === null) process.kill(-child.pid, "SIGTERM");
    await ended;
  };
  const polling = new AbortController();
  try {
    await Promise.race([untilResponding(url, polling), ended.then((error) => Promise.reject(error))]);
  } catch ({ message }) {
    await stop();
    throw new Error(`${command} does not respond: ${message}\n${output.slice(-2_000)}`);
  } finally {
    polling.abort();
  }
  return { stop, pid: child.pid };
}

async function untilResponding(url, { signal }) {
  for (const end = Date.now() + startTimeoutMs; Date.now() < end && !signal.aborted; await delay(50)) {
    if (await fetch(url).then(() => true, () => false)) return;
  }
  throw new Error(`no response within ${startTimeoutMs / 1_000} s`);
}
