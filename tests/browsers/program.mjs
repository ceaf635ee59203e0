import { spawn } from "node:child_process";
import { setTimeout as pause } from "node:timers/promises";

const patienceMs = 60_000;

/** Starts a program that is to listen, and returns as soon as `url` answers. It and all it starts end by `stop`. */
export async function start(command, args, { url, ...options }) {
  const child = spawn(command, args, { ...options, detached: true, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", (text) => (output += text));
  const ended = new Promise((resolve) => {
    child.once("error", resolve).once("exit", (status) => resolve(new Error(`it ended with status ${status}`)));
  });
  const stop = async () => {
    if (child.pid && child.exitCode === null && child.signalCode === null) process.kill(-child.pid, "SIGTERM");
    await ended;
  };
  const waiting = new AbortController();
  try {
    await Promise.race([answer(url, waiting), ended.then((error) => Promise.reject(error))]);
  } catch ({ message }) {
    await stop();
    throw new Error(`${command} does not answer: ${message}\n${output.slice(-2_000)}`);
  } finally {
    waiting.abort();
  }
  return { stop, pid: child.pid };
}

async function answer(url, { signal }) {
  for (const end = Date.now() + patienceMs; Date.now() < end && !signal.aborted; await pause(50)) {
    if (await fetch(url).then(() => true, () => false)) return;
  }
  throw new Error(`nothing came within ${patienceMs / 1_000} s`);
}
