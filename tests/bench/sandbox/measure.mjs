/** Measures the requests per second of the sandbox and of its peers, in process and as a server. */
import { execFile, fork } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { Agent, request as httpRequest } from "node:http";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { freePort } from "../../browsers/free-port.mjs";
import { start } from "../../browsers/program.mjs";
import { mebibytes } from "../memory/measure.mjs";
import { createApi, load } from "./load.mjs";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const credentials = { username: "username", password: "password" };

/** How many requests each API gets in process. The sandbox gets a million, to show that its memory stays bounded. */
const totals = { sandbox: 1_000_000, "Request and Response alone": 200_000, msw: 20_000 };

/** The same over HTTP, where json-server takes long. */
const peerTotals = { "node:http alone": 50_000, "json-server": 5_000 };

export async function sandboxRates() {
  const results = {};
  for (const [name, total] of Object.entries(totals)) {
    const { stdout } = await promisify(execFile)(process.execPath, [here("in-process.mjs"), name, String(total)]);
    results[`${name}, in process`] = JSON.parse(stdout);
  }
  results["sandbox, over HTTP"] = await measureServer(await startSandbox(), 50_000);
  for (const [name, total] of Object.entries(peerTotals))
    results[`${name}, over HTTP`] = await measureServer(await startPeer(name), total);
  console.log("\nsandbox");
  for (const [
    name,
    {
      load: { requests, perSecond },
      rss,
      listMs,
    },
  ] of Object.entries(results)) {
    console.log(`  ${name}: ${requests} requests, ${perSecond} per second, ${mebibytes(rss)} MiB of memory`);
    if (listMs) console.log(`  ${name}: a list of 10,000 users in ${listMs.toFixed(1)} ms`);
  }
  return results;
}

async function measureServer({ url, pid, stop }, total) {
  try {
    const api = createApi(sender(new Agent({ keepAlive: true, maxSockets: 50 })), url, credentials);
    return { load: await load(api, { total, atOnce: 50 }), rss: await residentBytes(pid) };
  } finally {
    await stop();
  }
}

async function startSandbox() {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const flags = ["--port", port, "--username", credentials.username, "--password", credentials.password, "--quiet"].map(
    String,
  );
  const { pid, stop } = await start(
    process.execPath,
    [here("../node_modules/verigator/sandbox/bin/verigator.js"), "sandbox", ...flags],
    { url },
  );
  return { url, pid, stop };
}

async function startPeer(name) {
  const child = fork(here("peer-process.mjs"), [name]);
  const [port] = await once(child, "message");
  return { url: `http://127.0.0.1:${port}`, pid: child.pid, stop: () => child.kill() };
}

/** Returns a function that sends like fetch, by node:http: fetch takes longer than the server, and so would measure itself. */
function sender(agent) {
  return (url, { body, ...options }) =>
    new Promise((resolve, reject) => {
      const request = httpRequest(url, { ...options, agent }, async (response) => {
        const text = Buffer.concat(await response.toArray()).toString();
        resolve({ ok: response.statusCode < 300, status: response.statusCode, text: () => text });
      });
      request.on("error", reject).end(body);
    });
}

/** Returns the resident memory of another process on Linux, and NaN on other systems. */
async function residentBytes(pid) {
  const status = await readFile(`/proc/${pid}/status`, "utf8").catch(() => "");
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1] ?? Number.NaN) * 1_024;
}
