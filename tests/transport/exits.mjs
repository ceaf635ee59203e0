import { Verigator } from "verigator";
import { Scenario } from "./suite/harness.mjs";
import { ok, service, stalls } from "./suite/responses.mjs";

// Makes calls that succeed, fail, time out and are aborted, with limits of minutes; says how long the process lingers after them.
const [, , server] = process.argv;
const { signal } = new AbortController();

async function call(answer, options) {
  const scenario = await new Scenario(server, "exits").script([answer]);
  const client = new Verigator("username", "password", { baseUrl: scenario.url, timeoutMs: 600_000, maxRetries: 0 });
  await client.getService("id", { signal, ...options }).catch(() => {});
}

await call(ok(service));
await call(ok("{"));
await call(stalls["says nothing"], { timeoutMs: 50 });
await call(stalls["says nothing"], { signal: AbortSignal.timeout(50) });

const settled = performance.now();
process.on("exit", () => console.log(Math.round(performance.now() - settled)));
