import { spawn } from "node:child_process";
import { setTimeout as pause } from "node:timers/promises";

const patienceMs = 60_000;

/** Starts a program that is to listen, and returns as soon as `url` answers. It and all it starts end by `stop`. */
export async function start(command, args, { url, ...options }) {
  const child = spawn(command, args, { ...options, detached: true, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", (text) => (output += text));
  const ended = new Promise((resolve) => child.once("error", resolve).once("exit", resolve));
  const stop = async () => {
    if (child.exitCode === null && child.signalCode === null) process.kill(-child.pid, "SIGTERM");
    await ended;
  };
  try {
    await Promise.race([answer(url), ended.then(() => Promise.reject(new Error("it ended")))]);
  } catch ({ message }) {
    if (child.pid) await stop();
    throw new Error(`${command} does not answer: ${message}\n${output.slice(-2_000)}`);
  }
  return { stop };
}

async function answer(url) {
  for (const end = Date.now() + patienceMs; Date.now() < end; await pause(50)) {
    if (await fetch(url).then(() => true, () => false)) return;
  }
  throw new Error(`nothing came within ${patienceMs / 1_000} s`);
}
