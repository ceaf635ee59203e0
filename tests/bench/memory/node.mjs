/** Memory after many calls: `node --expose-gc memory/node.mjs [free]`; with `free` each object is disposed of as `using` would. Prints JSON. */
import { memoryOfInstances } from "./instances.mjs";

const instances = memoryOfInstances();
const { Verigator } = await import("verigator");
const calls = 100_000;
const frees = process.argv[2] === "free";

const answer = () => new Response('{"method":"sms"}', { status: 201 });
const verigator = new Verigator("username", "password", { fetch: async () => answer() });

async function call() {
  const service = verigator.service("service");
  const user = service.user("user");
  await user.authenticateUsingSms();
  if (!frees) return;
  user[Symbol.dispose]();
  service[Symbol.dispose]();
}

async function settle() {
  for (let pass = 0; pass < 5; pass++) {
    globalThis.gc();
    await new Promise((resolve) => setImmediate(resolve));
  }
}

function figures() {
  const { heapUsed, rss } = process.memoryUsage();
  return { wasm: instances.reduce((sum, memory) => sum + memory.buffer.byteLength, 0), heapUsed, rss };
}

for (let done = 0; done < 1_000; done++) await call();
await settle();
const before = figures();
for (let done = 0; done < calls; done++) {
  await call();
  // A real fetch lets the event loop turn, and the garbage collector's callbacks run.
  if (done % 100 === 0) await new Promise((resolve) => setImmediate(resolve));
}
await settle();
console.log(JSON.stringify({ before, after: figures() }));
