/** Processes that share a store, and the API that they all call. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import { fileURLToPath } from "node:url";
import { createInterface } from "node:readline";
import { openApi } from "../api.mjs";

const program = fileURLToPath(new URL("./gateway-process.mjs", import.meta.url));
/** Deno as npm has it for the platform of CI; on others, DENO says where it is. */
const deno = process.env.DENO ?? fileURLToPath(new URL("../../node_modules/@deno/linux-x64-glibc/deno", import.meta.url));
const denoFlags = ["run", "--quiet", "--no-config", "--no-lock", "--no-remote", "--node-modules-dir=manual", "--unstable-kv", "--allow-all"];

/** Opens the API as a server of loopback. `hold` makes it keep the next request; resolves once that has come. */
export async function serveApi(t) {
  const api = await openApi();
  const held = [];
  const server = createServer(async (incoming, outgoing) => {
    const chunks = await incoming.toArray();
    const holding = held.shift();
    if (holding) return holding(outgoing);
    const body = chunks.length > 0 ? Buffer.concat(chunks) : undefined;
    const { host, connection, ...headers } = incoming.headers;
    const response = await api.sandbox.fetch(`https://api.verigator.com${incoming.url}`, { method: incoming.method, headers, body });
    outgoing.writeHead(response.status, Object.fromEntries(response.headers)).end(await response.text());
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return {
    ...api,
    hold: () => new Promise((resolve) => held.push(resolve)),
    account: {
      url: `http://127.0.0.1:${server.address().port}`,
      username: api.sandbox.username,
      password: api.sandbox.password,
      serviceId: api.service.id,
    },
  };
}

/** Starts a process whose gateway keeps its limits by the client at the location. It ends with the test. */
export async function startProcess(t, client, location, api) {
  const values = [program, JSON.stringify({ client, location, api: api.account })];
  const [command, flags] = client === "deno" ? [deno, denoFlags] : [process.execPath, []];
  const child = spawn(command, [...flags, ...values], { stdio: ["pipe", "pipe", "inherit"] });
  const exited = once(child, "exit");
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  async function kill() {
    child.kill("SIGKILL");
    await exited;
  }
  t.after(kill);
  await lines.next();

  /** Sends so many equal requests at once; resolves to their answers. */
  async function send(count, method, body) {
    child.stdin.write(`${JSON.stringify({ count, method, body, userId: api.user.id })}\n`);
    const { value } = await lines.next();
    return JSON.parse(value);
  }

  return {
    kill,
    start: (count = 1) => send(count, "POST", { method: "sms" }),
    verify: (pin, count = 1) => send(count, "PUT", { token: pin }),
    status: async () => (await send(1, "GET"))[0],
  };
}

/** Starts several at once. */
export function startProcesses(t, count, ...values) {
  return Promise.all(Array.from({ length: count }, () => startProcess(t, ...values)));
}
