import { assert } from "chai";
import { service, stalls } from "../suite/answers.mjs";
import { operations, withEffect } from "../suite/operations.mjs";
import { rejection } from "../suite/outcome.mjs";
import { onlyIn } from "../suite/where.mjs";

const options = { timeoutMs: 60, maxRetries: 0 };

const cases = {
  async "limit of a call wins over the limit of the client"(bench) {
    const lane = await bench.lane(stalls["says nothing"]);
    const client = bench.client(lane, { timeoutMs: 100_000, maxRetries: 0 });
    const error = await rejection(client.getService("id", { timeoutMs: 30 }));
    assert.include(error.message, "within 30 ms");
  },

  async "limit is for one attempt, so that a repeated call has it anew"(bench) {
    let attempts = 0;
    const fetch = () => (++attempts < 3 ? new Promise(() => {}) : new Response(JSON.stringify(service)));
    const found = await bench.clientOf("http://localhost", { fetch, timeoutMs: 30 }).getService("service-id");
    assert.equal(found.id, "service-id");
    assert.equal(attempts, 3);
  },

  async "what creates, sends or spends is not repeated after the limit, and says so"(bench) {
    for (const [name, { call }] of withEffect("creates", "spends")) {
      const lane = await bench.lane(stalls["says nothing"]);
      const error = await rejection(call(bench.client(lane, { timeoutMs: 60 })));
      assert.equal(error.code, "timeout", name);
      assert.equal(error.attempts, 1, name);
      assert.include(error.message, "it was not retried", name);
      assert.isAtMost((await lane.requests()).length, 1, name);
    }
  },

  // Deno's bodies lose their signal at a garbage collection, and there one can be asked for.
  "limit closes the connection of a body after garbage was collected too": onlyIn("deno", async (bench) => {
    const lane = await bench.lane(stalls["says nothing after the head"]);
    const fetchAndCollect = async (...values) => {
      const response = await fetch(...values);
      setTimeout(globalThis.gc);
      return response;
    };
    const client = bench.client(lane, { ...options, fetch: fetchAndCollect });
    assert.equal((await rejection(client.getService("id"))).code, "timeout");
    await lane.closed();
  }),

  async "limit that is no whole number of milliseconds is refused"(bench) {
    for (const timeoutMs of [0, -1, 1.5, NaN, Infinity, 2 ** 31, "10", null, {}]) {
      const refused = await rejection(bench.clientOf(bench.servers.refusing).getService("id", { timeoutMs }));
      assert.equal(refused.code, "invalid_invocation", String(timeoutMs));
      assert.throws(() => bench.clientOf(bench.servers.refusing, { timeoutMs }), /options\.timeoutMs/);
    }
  },
};

for (const [stall, answer] of Object.entries(stalls)) {
  cases[`server that ${stall} runs into the limit, and its connection is closed`] = async (bench) => {
    for (const name of ["getService", "verifyPin"]) {
      const lane = await bench.lane(answer);
      const error = await rejection(operations[name].call(bench.client(lane, options)));
      assert.instanceOf(error, bench.verigator.TimeoutError);
      assert.equal(error.code, "timeout");
      assert.isTrue(error.retryable);
      await lane.closed();
    }
  };
}

export default cases;
