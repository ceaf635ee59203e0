import { Verigator } from "verigator";
import { Scenario } from "./suite/harness.mjs";
import { ok, service, stalls } from "./suite/responses.mjs";

// Makes calls that succeed, fail, time out and are aborted, with a timeout of minutes. Prints how long the process takes to exit after them.
const [, , server] = process.argv;
const { signal } = new AbortController();

async function call(response, options) {
  const scenario = await new Scenario(server, "exits").script([response]);
  const client = new Verigator("username", "password", { baseUrl: scenario.url, timeoutMs: 600_000, maxRetries: 0 });
  await client.getService("id", { signal, ...options }).catch(() => {});
}

await call(ok(service));
await call(ok("{"));
await call(stalls["sends nothing"], { timeoutMs: 50 });
await call(stalls["sends nothing"], { signal: AbortSignal.timeout(50) });

const settled = performance.now();
process.on("exit", () => console.log(Math.round(performance.now() - settled)));
