import { spawn } from "node:child_process";
import { setTimeout as delay } from "node:timers/promises";

const timeoutMs = 300_000;
const graceMs = 5_000;

/**
 * Starts a server program and resolves once `url` responds. `stop` ends the program and all its children, `output` returns what it
 * printed last, and `printed` resolves once that matches a pattern.
 */
export async function start(command, args, { url, ...options }) {
  const child = spawn(command, args, { ...options, detached: true, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", (text) => (output += text));
  const ended = new Promise((resolve) => {
    child.once("error", resolve).once("exit", (status) => resolve(new Error(`it exited with status ${status}`)));
  });
  const stop = async () => {
    if (child.pid && child.exitCode === null && child.signalCode === null) {
      process.kill(-child.pid, "SIGTERM");
      // Some servers, such as that of Next.js, first wait for the connections that a browser keeps.
      const timer = setTimeout(() => process.kill(-child.pid, "SIGKILL"), graceMs);
      ended.finally(() => clearTimeout(timer));
    }
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
  return {
    stop,
    pid: child.pid,
    output: () => output.slice(-4_000),
    printed: (pattern) => until(() => pattern.test(output), `no output like ${pattern}`),
  };
}

async function untilResponding(url, { signal }) {
  await until(
    () =>
      signal.aborted ||
      fetch(url).then(
        () => true,
        () => false,
      ),
    "no response",
  );
}

async function until(isDone, message) {
  for (const end = Date.now() + timeoutMs; Date.now() < end; await delay(50)) {
    if (await isDone()) return;
  }
  throw new Error(`${message} within ${timeoutMs / 1_000} s`);
}
