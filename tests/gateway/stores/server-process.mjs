import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";

/** Starts a server, and waits for the line of its log that reports that it is ready, on standard error or on standard output, as Redis does. */
export async function startServer(program, flags, readyText, options) {
  const child = spawn(program, flags, { ...options, stdio: ["ignore", "pipe", "pipe"] });
  await new Promise((resolve, reject) => {
    const lines = [];
    const note = (line) => {
      lines.push(line);
      if (line.includes(readyText)) resolve();
    };
    for (const input of [child.stdout, child.stderr]) createInterface({ input }).on("line", note);
    child.once("exit", () => reject(new Error(`${program} ended before it was ready:\n${lines.join("\n")}`)));
    child.once("error", reject);
  });
  return child;
}

/** Stops a server with a signal, and waits until it has exited. */
export async function endServer(child, signal) {
  if (!isRunning(child)) return;
  const exited = once(child, "exit");
  child.kill(signal);
  await exited;
}

export function isRunning(child) {
  return child.exitCode === null && child.signalCode === null;
}
