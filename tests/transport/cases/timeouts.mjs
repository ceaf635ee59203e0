import { assert } from "chai";
import { service, stalls } from "../suite/responses.mjs";
import { nonIdempotentOperations, operations } from "../suite/operations.mjs";
import { rejection } from "../suite/outcome.mjs";
import { onlyIn } from "../suite/runtime-filters.mjs";

const options = { timeoutMs: 60, maxRetries: 0 };

const cases = {
  async "timeout of a call overrides the timeout of the client"(harness) {
    const scenario = await harness.scenario(stalls["sends nothing"]);
    const client = harness.client(scenario, { timeoutMs: 100_000, maxRetries: 0 });
    const error = await rejection(client.getService("id", { timeoutMs: 30 }));
    assert.include(error.message, "within 30 ms");
  },

  async "timeout applies to each attempt"(harness) {
    let attempts = 0;
    // It settles within one turn of the event loop, however slow the machine is.
    const answer = { status: 200, text: async () => JSON.stringify(service) };
    const fetch = () => (++attempts < 3 ? new Promise(() => {}) : answer);
    const received = await harness.clientOf("http://localhost", { fetch, timeoutMs: 30 }).getService("service-id");
    assert.equal(received.id, "service-id");
    assert.equal(attempts, 3);
  },

  async "calls that are not idempotent are not retried after a timeout, and the message says so"(harness) {
    for (const [name, { call }] of nonIdempotentOperations) {
      const scenario = await harness.scenario(stalls["sends nothing"]);
      const error = await rejection(call(harness.client(scenario, { timeoutMs: 60 })));
      assert.equal(error.code, "timeout", name);
      assert.equal(error.attempts, 1, name);
      assert.include(error.message, "it was not retried", name);
      assert.isAtMost((await scenario.requests()).length, 1, name);
    }
  },

  // In Deno, a response body loses its signal when garbage is collected. Deno is run with `--expose-gc`.
  "timeout closes the connection of a body, even after garbage collection": onlyIn("deno", async (harness) => {
    const scenario = await harness.scenario(stalls["sends nothing after the head"]);
    const fetchAndCollect = async (...values) => {
      const response = await fetch(...values);
      setTimeout(globalThis.gc);
      return response;
    };
    const client = harness.client(scenario, { ...options, fetch: fetchAndCollect });
    assert.equal((await rejection(client.getService("id"))).code, "timeout");
    await scenario.closed();
  }),

  async "fetch is aborted with a TimeoutError, as by AbortSignal.timeout, whether the response or its body is late"(
    harness,
  ) {
    const late = { getReader: () => ({ read: () => new Promise(() => {}), cancel() {} }) };
    for (const respond of [() => new Promise(() => {}), async () => ({ status: 200, body: late })]) {
      let signal;
      const client = harness.clientOf("http://localhost", {
        fetch: (_, init) => {
          ({ signal } = init);
          return respond();
        },
        timeoutMs: 1,
        maxRetries: 0,
      });
      assert.equal((await rejection(client.getService("id"))).code, "timeout");
      assert.instanceOf(signal.reason, DOMException);
      assert.equal(signal.reason.name, "TimeoutError");
    }
  },

  async "timeoutMs that is not a whole number of milliseconds in range is rejected"(harness) {
    for (const timeoutMs of [0, -1, 1.5, NaN, Infinity, 2 ** 31, "10", null, {}]) {
      const error = await rejection(harness.clientOf(harness.servers.refusing).getService("id", { timeoutMs }));
      assert.equal(error.code, "invalid_invocation", String(timeoutMs));
      assert.throws(() => harness.clientOf(harness.servers.refusing, { timeoutMs }), /options\.timeoutMs/);
    }
  },
};

for (const [stall, response] of Object.entries(stalls)) {
  cases[`server that ${stall} causes a TimeoutError, and its connection is closed`] = async (harness) => {
    for (const name of ["getService", "verifyPin"]) {
      const scenario = await harness.scenario(response);
      const error = await rejection(operations[name].call(harness.client(scenario, options)));
      assert.instanceOf(error, harness.verigator.TimeoutError);
      assert.equal(error.code, "timeout");
      assert.isTrue(error.retryable);
      await scenario.closed();
    }
  };
}

export default cases;
