/** Time per call in Node, in a process of its own: `node --expose-gc speed/node.mjs [name…]` prints it, a parent process is also sent it. */
import assert from "node:assert/strict";
import { contestants } from "./contestants.mjs";
import { interleave } from "./interleave.mjs";
import { print } from "./print.mjs";
import { serve } from "./serve.mjs";

const plans = {
  sequential: { rounds: 7, turns: 40, batch: 20, atOnce: 1, warmUp: 100 },
  "50 at a time": { rounds: 15, turns: 30, batch: 100, atOnce: 50, warmUp: 20 },
};

/** Processor time counts this process alone, whatever else the machine does. */
const clocks = {
  time: () => performance.now(),
  processor() {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1_000;
  },
};

const server = await serve();
const all = await contestants(server.url);
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
