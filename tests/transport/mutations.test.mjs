import assert from "node:assert/strict";
import { test } from "node:test";
import { Verigator, VerigatorError } from "verigator";
import { mutated } from "./suite/mutated.mjs";
import { operations } from "./suite/operations.mjs";
import { seeded } from "./suite/seeded.mjs";

const rounds = 100_000;
const atOnce = 100;

test("100 000 mutated answers all settle, without a fault and without memory that grows", async () => {
  const memory = wasmMemory();
  const random = seeded(20_261_124);
  const client = held(new Verigator("username", "password", { baseUrl: "http://localhost", maxRetries: 0, fetch: async () => mutated(random) }));
  const all = Object.values(operations);
  const outcomes = { fulfilled: 0, rejected: 0 };
  let highWater;
  for (let round = 0; round < rounds; round += atOnce) {
    const calls = Array.from({ length: atOnce }, () => all[Math.floor(random() * all.length)].call(client));
    for (const { status, value, reason } of await Promise.allSettled(calls)) {
      outcomes[status] += 1;
      if (status === "rejected") assert.ok(reason instanceof VerigatorError, String(reason?.stack));
      else release(value);
    }
    if (round === rounds / 10) highWater = memory.buffer.byteLength;
  }
  assert.equal(memory.buffer.byteLength, highWater);
  assert.ok(outcomes.fulfilled > rounds / 20 && outcomes.rejected > rounds / 20, JSON.stringify(outcomes));
});

/** A client whose handles are made once, since each has its place in the memory until the garbage collector comes by. */
function held(client) {
  const service = client.service("service-id");
  const user = service.user("user-id");
  const methods = ["delete", "registerUser", "getUser", "getUsers"].map((name) => [name, (...values) => service[name](...values)]);
  const handle = { ...Object.fromEntries(methods), user: () => user };
  return {
    createService: (...values) => client.createService(...values),
    getService: (...values) => client.getService(...values),
    service: () => handle,
  };
}

/** Frees what the garbage collector would, in its own time. */
function release(value) {
  for (const object of [value].flat()) object?.free?.();
}

/** The memory of the client's wasm, which nothing exports: it is seen as the instance is made. */
function wasmMemory() {
  const { Instance } = WebAssembly;
  let seen;
  WebAssembly.Instance = class extends Instance {
    constructor(...values) {
      super(...values);
      seen = Object.values(this.exports).find((value) => value instanceof WebAssembly.Memory);
    }
  };
  new Verigator("username", "password").free();
  WebAssembly.Instance = Instance;
  return seen;
}
