/** Measures the requests per second of the sandbox, in process and as a server. */
import { execFile } from "node:child_process";
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

export async function sandboxRates() {
  const { stdout } = await promisify(execFile)(process.execPath, [here("sandbox-process.mjs")]);
  const results = { "in process": JSON.parse(stdout), "over HTTP": await overHttp() };
  console.log("\nsandbox");
  for (const [name, { load: { requests, perSecond }, rss, listMs }] of Object.entries(results)) {
    console.log(`  ${name}: ${requests} requests, ${perSecond} per second, ${mebibytes(rss)} MiB of memory`);
    if (listMs) console.log(`  ${name}: a list of 10,000 users in ${listMs.toFixed(1)} ms`);
  }
  return results;
}

async function overHttp() {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const flags = ["--port", port, "--username", credentials.username, "--password", credentials.password, "--quiet"].map(String);
  const server = await start(process.execPath, [here("../node_modules/verigator/sandbox/bin/verigator.js"), "sandbox", ...flags], { url });
  try {
    const api = createApi(sender(new Agent({ keepAlive: true, maxSockets: 50 })), url, credentials);
    return { load: await load(api, { total: 50_000, atOnce: 50 }), rss: await residentBytes(server.pid) };
  } finally {
    await server.stop();
  }
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
