/**
 * Measures the memory of many calls: `node --expose-gc memory/node-process.mjs [free]`. With `free` each object is disposed of, as a `using`
 * declaration does. Prints JSON.
 */
const memories = collectMemories();
const { Verigator } = await import("verigator");
const calls = 100_000;
const frees = process.argv[2] === "free";

const respond = async () => new Response('{"method":"sms"}', { status: 201 });
const verigator = new Verigator("username", "password", { fetch: respond });

for (let done = 0; done < 1_000; done++) await call();
await collectGarbage();
const before = figures();
for (let done = 0; done < calls; done++) {
  await call();
  // As with a real fetch, the event loop turns and finalization callbacks run.
  if (done % 100 === 0) await new Promise((resolve) => setImmediate(resolve));
}
await collectGarbage();
console.log(JSON.stringify({ before, after: figures() }));

async function call() {
  const service = verigator.service("service");
  const user = service.user("user");
  await user.authenticateUsingSms();
  if (!frees) return;
  user[Symbol.dispose]();
  service[Symbol.dispose]();
}

async function collectGarbage() {
  for (let pass = 0; pass < 5; pass++) {
    globalThis.gc();
    await new Promise((resolve) => setImmediate(resolve));
  }
}

function figures() {
  const { heapUsed, rss } = process.memoryUsage();
  return { wasm: memories.reduce((sum, memory) => sum + memory.buffer.byteLength, 0), heapUsed, rss };
}

/** Collects the memory of every wasm instance that is created from now on. */
function collectMemories() {
  const collected = [];
  const { Instance } = WebAssembly;
  WebAssembly.Instance = class extends Instance {
    constructor(...values) {
      super(...values);
      collected.push(Object.values(this.exports).find((value) => value instanceof WebAssembly.Memory));
    }
  };
  return collected;
}
