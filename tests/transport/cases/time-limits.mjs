import { assert } from "chai";
import { service, stalls } from "../suite/responses.mjs";
import { operations, withEffect } from "../suite/operations.mjs";
import { rejection } from "../suite/outcome.mjs";
import { onlyIn } from "../suite/where.mjs";

const options = { timeoutMs: 60, maxRetries: 0 };

const cases = {
  async "limit of a call wins over the limit of the client"(harness) {
    const scenario = await harness.scenario(stalls["says nothing"]);
    const client = harness.client(scenario, { timeoutMs: 100_000, maxRetries: 0 });
    const error = await rejection(client.getService("id", { timeoutMs: 30 }));
    assert.include(error.message, "within 30 ms");
  },

  async "limit is for one attempt, so that a repeated call has it anew"(harness) {
    let attempts = 0;
    const fetch = () => (++attempts < 3 ? new Promise(() => {}) : new Response(JSON.stringify(service)));
    const found = await harness.clientOf("http://localhost", { fetch, timeoutMs: 30 }).getService("service-id");
    assert.equal(found.id, "service-id");
    assert.equal(attempts, 3);
  },

  async "what creates, sends or spends is not repeated after the limit, and says so"(harness) {
    for (const [name, { call }] of withEffect("creates", "spends")) {
      const scenario = await harness.scenario(stalls["says nothing"]);
      const error = await rejection(call(harness.client(scenario, { timeoutMs: 60 })));
      assert.equal(error.code, "timeout", name);
      assert.equal(error.attempts, 1, name);
      assert.include(error.message, "it was not retried", name);
      assert.isAtMost((await scenario.requests()).length, 1, name);
    }
  },

  // Deno's bodies lose their signal at a garbage collection, and there one can be asked for.
  "limit closes the connection of a body after garbage was collected too": onlyIn("deno", async (harness) => {
    const scenario = await harness.scenario(stalls["says nothing after the head"]);
    const fetchAndCollect = async (...values) => {
      const response = await fetch(...values);
      setTimeout(globalThis.gc);
      return response;
    };
    const client = harness.client(scenario, { ...options, fetch: fetchAndCollect });
    assert.equal((await rejection(client.getService("id"))).code, "timeout");
    await scenario.closed();
  }),

  async "limit that is no whole number of milliseconds is refused"(harness) {
    for (const timeoutMs of [0, -1, 1.5, NaN, Infinity, 2 ** 31, "10", null, {}]) {
      const refused = await rejection(harness.clientOf(harness.servers.refusing).getService("id", { timeoutMs }));
      assert.equal(refused.code, "invalid_invocation", String(timeoutMs));
      assert.throws(() => harness.clientOf(harness.servers.refusing, { timeoutMs }), /options\.timeoutMs/);
    }
  },
};

for (const [stall, answer] of Object.entries(stalls)) {
  cases[`server that ${stall} runs into the limit, and its connection is closed`] = async (harness) => {
    for (const name of ["getService", "verifyPin"]) {
      const scenario = await harness.scenario(answer);
      const error = await rejection(operations[name].call(harness.client(scenario, options)));
      assert.instanceOf(error, harness.verigator.TimeoutError);
      assert.equal(error.code, "timeout");
      assert.isTrue(error.retryable);
      await scenario.closed();
    }
  };
}

export default cases;
