/** Measures a sandbox in this process: 200,000 sequential requests, and the list of 10,000 users. Prints JSON. */
import { Sandbox } from "verigator/sandbox";
import { median } from "../speed/interleave.mjs";
import { createApi, load } from "./load.mjs";

const baseUrl = "http://localhost";
const sandbox = new Sandbox({ seed: 1 });
const results = { load: await load(createApi(sandbox.fetch, baseUrl, sandbox), { total: 200_000, atOnce: 1 }) };
results.rss = process.memoryUsage().rss;
results.listMs = await timeOfList();
console.log(JSON.stringify(results));

async function timeOfList() {
  const listed = new Sandbox({ seed: 1 });
  const api = createApi(listed.fetch, baseUrl, listed);
  const service = (await api.createService("list.example.com")).id;
  for (let number = 0; number < 10_000; number++) await api.register(service, number);
  const times = [];
  for (let round = 0; round < 9; round++) {
    const start = performance.now();
    await api.getUsers(service);
    times.push(performance.now() - start);
  }
  return median(times);
}
