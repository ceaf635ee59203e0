import { spawn } from "node:child_process";
import { once } from "node:events";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";

const manifest = createRequire(import.meta.url).resolve("verigator/package.json");

/** The file that `npx verigator` runs, as the installed package names it. */
export const bin = join(dirname(manifest), createRequire(import.meta.url)(manifest).bin.verigator);

/** Starts the server on a free port and waits for its first line. It ends with the test. */
export async function serve(test, ...flags) {
  const child = spawn(process.execPath, [bin, "sandbox", "--port", "0", "--json", ...flags], { stdio: ["ignore", "pipe", "inherit"] });
  const exited = once(child, "exit");
  test.after(async () => {
    child.kill("SIGKILL");
    await exited;
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const nextLine = async () => JSON.parse((await lines.next()).value);
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

  return { url, username, password, fetch, nextLine, control, end };
}

/** Starts the server for people and returns the first lines that it prints. */
export async function firstLines(test, count, ...flags) {
  const child = spawn(process.execPath, [bin, "sandbox", ...flags], { stdio: ["ignore", "pipe", "inherit"] });
  test.after(() => child.kill("SIGKILL"));
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return Promise.all(Array.from({ length: count }, async () => (await lines.next()).value));
}

/** Runs the command to its end and returns what came of it. */
export async function run(...args) {
  const { child, texts } = start(args);
  const [code] = await once(child, "close");
  return { code, ...texts };
}

/** Runs the command until something has happened, ends it, and returns what it printed. */
export async function runUntil(happened, ...args) {
  const { child, texts } = start(args);
  const closed = once(child, "close");
  await happened;
  child.kill("SIGTERM");
  await closed;
  return texts;
}

function start(args) {
  const child = spawn(process.execPath, [bin, ...args], { stdio: ["ignore", "pipe", "pipe"] });
  const texts = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"]) {
    child[name].on("data", (data) => (texts[name] += data));
  }
  return { child, texts };
}
