/** Processes that share a store. */
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { createInterface } from "node:readline";
import { promisify } from "node:util";
import { bunProgram } from "../../transport/runtimes/bun-program.mjs";

const program = fileURLToPath(new URL("./gateway-process.mjs", import.meta.url));
/** Deno's program from npm, for the platform of CI. On other platforms, set DENO to its path. */
const deno =
  process.env.DENO ?? fileURLToPath(new URL("../../node_modules/@deno/linux-x64-glibc/deno", import.meta.url));
const denoFlags = [
  "run",
  "--quiet",
  "--no-config",
  "--no-lock",
  "--no-remote",
  "--node-modules-dir=manual",
  "--unstable-kv",
  "--allow-all",
];

/** The runtimes of clients that Node does not have. */
const programs = { deno: () => [deno, denoFlags], "Bun's SQL": () => [bunProgram(), ["run"]] };

/** Starts a process whose gateway keeps its limits in the database at the location. It ends with the test. The long timeout is for busy machines. */
export async function startProcess(t, client, location, api, timeoutMs = 60_000, jitterTurns = 0) {
  const args = [program, JSON.stringify({ client, location, api: api.account, timeoutMs, jitterTurns })];
  const [command, flags] = programs[client]?.() ?? [process.execPath, []];
  const child = spawn(command, [...flags, ...args], { stdio: ["pipe", "pipe", "inherit"] });
  const exited = once(child, "exit");
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  async function kill() {
    child.kill("SIGKILL");
    await exited;
  }
  t.after(kill);
  await lines.next();

  const write = (values) => child.stdin.write(`${JSON.stringify(values)}\n`);

  /** Sends `count` equal requests concurrently, and returns the responses. */
  async function send(count, method, body) {
    write({ count, method, body, userId: api.user.id });
    const { value } = await lines.next();
    return JSON.parse(value);
  }

  return {
    kill,
    closeStore: () => write({ close: true }),
    start: (count = 1) => send(count, "POST", { method: "sms" }),
    verify: (pin, count = 1) => send(count, "PUT", { token: pin }),
    status: async () => (await send(1, "GET"))[0],
  };
}

/** Starts several at once. */
export function startProcesses(t, count, ...values) {
  return Promise.all(Array.from({ length: count }, () => startProcess(t, ...values)));
}

/** Creates the file of a Deno KV database. Processes that create it at the same moment may find it locked, and end. */
export function createDenoKv(file) {
  return promisify(execFile)(deno, [
    "eval",
    "--quiet",
    "--no-config",
    "--unstable-kv",
    `(await Deno.openKv(${JSON.stringify(file)})).close()`,
  ]);
}
