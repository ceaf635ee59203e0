/**
 * Measures the time per call in Node: `node --expose-gc speed/node-process.mjs [client…]`. Prints the results, and sends them to the parent
 * process if there is one. To compare two builds, set BASELINE to the package folder of the other one, `pkg/` of another checkout.
 */
import assert from "node:assert/strict";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { createClients, verigator } from "./clients.mjs";
import { interleave, print } from "./interleave.mjs";
import { startServer } from "./server.mjs";

const plans = {
  sequential: { rounds: 7, turns: 40, batch: 20, atOnce: 1, warmUp: 100 },
  "50 at a time": { rounds: 15, turns: 30, batch: 100, atOnce: 50, warmUp: 20 },
};

/** Processor time is that of this process, and so does not depend on the load of the machine. */
const clocks = {
  time: () => performance.now(),
  processor() {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1_000;
  },
};

const server = await startServer();
const all = await createClients(server.url);
if (process.env.BASELINE) {
  const baseline = await import(pathToFileURL(resolve(process.env.BASELINE, "node.mjs")));
  all["verigator, baseline"] = verigator(baseline.Verigator, server.url);
}
const wanted = process.argv.slice(2);
const names = Object.keys(all).filter((name, index) => index === 0 || wanted.length === 0 || wanted.includes(name));
const calls = Object.fromEntries(names.map((name) => [name, all[name]]));

for (const [name, call] of Object.entries(calls)) assert.equal((await call()).method, "sms", name);
for (const [title, plan] of Object.entries(plans)) {
  const results = await interleave(calls, plan, clocks);
  print(title, results);
  process.send?.({ title, results });
}
server.close();
