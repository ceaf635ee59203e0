import assert from "node:assert/strict";
import { test } from "node:test";
import { Verigator, VerigatorError } from "verigator";
import { mutatedResponse } from "./suite/mutated-response.mjs";
import { operations } from "./suite/operations.mjs";
import { seededRandom } from "./suite/seeded-random.mjs";

const { SOAK = "1" } = process.env;
const rounds = 20_000 * SOAK;
const atOnce = 100;

test("calls settle for 20,000 mutated responses, and wasm memory does not grow", async () => {
  const memory = wasmMemory();
  const random = seededRandom(20_261_124);
  const client = withReusedObjects(
    new Verigator("username", "password", {
      baseUrl: "http://localhost",
      maxRetries: 0,
      fetch: async () => mutatedResponse(random),
    }),
  );
  const allOperations = Object.values(operations);
  const outcomes = { fulfilled: 0, rejected: 0 };
  let highWater;
  for (let round = 0; round < rounds; round += atOnce) {
    const calls = Array.from({ length: atOnce }, () =>
      allOperations[Math.floor(random() * allOperations.length)].call(client),
    );
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

/** Wraps a client to create its service and user only once, since each occupies memory until garbage collection. */
function withReusedObjects(client) {
  const service = client.service("service-id");
  const user = service.user("user-id");
  const methods = ["delete", "registerUser", "getUser", "getUsers"].map((name) => [
    name,
    (...values) => service[name](...values),
  ]);
  const reusedService = { ...Object.fromEntries(methods), user: () => user };
  return {
    createService: (...values) => client.createService(...values),
    getService: (...values) => client.getService(...values),
    service: () => reusedService,
  };
}

/** Frees objects immediately instead of waiting for garbage collection. */
function release(value) {
  for (const object of [value].flat()) object?.free?.();
}

/** Returns the memory of the client's wasm. It is not exported, so this records it when the instance is created. */
function wasmMemory() {
  const { Instance } = WebAssembly;
  let memory;
  WebAssembly.Instance = class extends Instance {
    constructor(...values) {
      super(...values);
      memory = Object.values(this.exports).find((value) => value instanceof WebAssembly.Memory);
    }
  };
  new Verigator("username", "password").free();
  WebAssembly.Instance = Instance;
  return memory;
}
