import { spawn } from "node:child_process";
import { once } from "node:events";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";

const manifest = createRequire(import.meta.url).resolve("verigator/package.json");

/** The file that `npx verigator` runs. */
export const bin = join(dirname(manifest), createRequire(import.meta.url)(manifest).bin.verigator);

/** Starts the server on a free port and waits for its first line. It stops with the test. */
export function serve(test, ...flags) {
  return start(test, ["sandbox", "--port", "0", "--json", ...flags], "inherit");
}

/** Starts the command with JSON output, which the result reads line by line. */
export async function start(test, args, stderr = "pipe") {
  const child = spawn(process.execPath, [bin, ...args], { stdio: ["ignore", "pipe", stderr] });
  const exited = once(child, "exit");
  test.after(async () => {
    child.kill("SIGKILL");
    await exited;
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const nextLine = async () => JSON.parse((await lines.next()).value);
  const errorLines = child.stderr && createInterface({ input: child.stderr })[Symbol.asyncIterator]();
  const nextErrorLine = async () => (await errorLines.next()).value;
  const { url, username, password } = await nextLine();

  async function control(method, path, body) {
    const response = await fetch(`${url}/_sandbox/${path}`, { method, body: body && JSON.stringify(body) });
    const text = await response.text();
    return text === "" ? undefined : JSON.parse(text);
  }

  async function end(signal) {
    child.kill(signal);
    const [code] = await exited;
    return code;
  }

  return { url, username, password, fetch, nextLine, nextErrorLine, control, end };
}

/** Starts the server with text output and returns the first lines. */
export async function firstLines(test, count, ...flags) {
  const child = spawn(process.execPath, [bin, "sandbox", ...flags], { stdio: ["ignore", "pipe", "inherit"] });
  test.after(() => child.kill("SIGKILL"));
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return Promise.all(Array.from({ length: count }, async () => (await lines.next()).value));
}

/** Runs the command and returns exit code and output. */
export async function run(...args) {
  const { child, output } = capture(args);
  const [code] = await once(child, "close");
  return { code, ...output };
}

/** Runs the command until a promise resolves, stops it, and returns its output. */
export async function runUntil(promise, ...args) {
  const { child, output } = capture(args);
  const closed = once(child, "close");
  await promise;
  child.kill("SIGTERM");
  await closed;
  return output;
}

function capture(args) {
  const child = spawn(process.execPath, [bin, ...args], { stdio: ["ignore", "pipe", "pipe"] });
  const output = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"]) {
    child[name].on("data", (data) => (output[name] += data));
  }
  return { child, output };
}
