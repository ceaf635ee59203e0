/** One sandbox in a process of its own: 200 000 requests, one at a time, and the list of 10 000 users. Prints JSON. */
import { Sandbox } from "verigator/sandbox";
import { median } from "../speed/interleave.mjs";
import { account, load } from "./account.mjs";

const baseUrl = "http://localhost";
const sandbox = new Sandbox({ seed: 1 });
const results = { load: await load(account(sandbox.fetch, baseUrl, sandbox), { total: 200_000, atOnce: 1 }) };
results.rss = process.memoryUsage().rss;

const listed = new Sandbox({ seed: 1 });
const calls = account(listed.fetch, baseUrl, listed);
const service = (await calls.createService("list.example.com")).id;
for (let number = 0; number < 10_000; number++) await calls.register(service, number);
const times = [];
for (let round = 0; round < 9; round++) {
  const start = performance.now();
  await calls.getUsers(service);
  times.push(performance.now() - start);
}
results.listMs = median(times);
console.log(JSON.stringify(results));
