import { assert } from "chai";
import { errorResponse, headOf, stalls } from "../suite/responses.mjs";
import { operations } from "../suite/operations.mjs";
import { rejection } from "../suite/outcome.mjs";

/** Abort reasons of every type. The promise must reject with the same value. */
const reasons = {
  "a string": "why",
  "a number": 7,
  null: null,
  false: false,
  "an object": { why: true },
  "an error": new RangeError("why"),
};

const cases = {
  async "call with an aborted signal sends no request and calls no hook"(harness) {
    const scenario = await harness.scenario();
    const events = [];
    const hook = (event) => events.push(event);
    const client = harness.client(scenario, { onRequest: hook, onResponse: hook, onRetry: hook });
    for (const [name, { call }] of Object.entries(operations)) {
      assert.equal(await rejection(call(client, { signal: AbortSignal.abort("early") })), "early", name);
    }
    assert.lengthOf(await scenario.requests(), 0);
    assert.lengthOf(events, 0);
  },

  async "abort without a reason rejects with the runtime's default reason"(harness) {
    const signal = AbortSignal.abort();
    assert.equal(await rejection(harness.client(await harness.scenario()).getService("id", { signal })), signal.reason);
  },

  async "abort of a signal without a reason rejects with an AbortError"(harness) {
    const listeners = [];
    const signal = {
      aborted: false,
      addEventListener: (_, listener) => listeners.push(listener),
      removeEventListener() {},
    };
    const client = harness.clientOf(harness.servers.refusing, { fetch: () => new Promise(() => {}) });
    const call = client.getService("id", { signal });
    await turn();
    for (const listener of listeners) listener();
    assert.equal((await rejection(call)).name, "AbortError");
    assert.equal(
      (await rejection(client.getService("id", { signal: { ...signal, aborted: true } }))).name,
      "AbortError",
    );
  },

  async "abort with an error of the package rejects with the same error, unchanged"(harness) {
    const reason = new harness.verigator.TimeoutError("mine");
    const { stack } = reason;
    const client = harness.clientOf(harness.servers.refusing, { fetch: () => new Promise(() => {}) });
    for (const given of [reason, Object.freeze(new harness.verigator.TimeoutError("frozen"))]) {
      assert.strictEqual(await rejection(client.getService("id", { signal: AbortSignal.abort(given) })), given);
    }
    assert.equal(reason.stack, stack);
  },

  async "abort right after the call prevents the request"(harness) {
    const scenario = await harness.scenario();
    const controller = new AbortController();
    const call = harness.client(scenario).getService("id", { signal: controller.signal });
    controller.abort("at once");
    assert.equal(await rejection(call), "at once");
    assert.lengthOf(await scenario.requests(), 0);
  },

  async "abort in onRequest prevents the request"(harness) {
    const scenario = await harness.scenario();
    const controller = new AbortController();
    const client = harness.client(scenario, { onRequest: () => controller.abort("in the hook") });
    assert.equal(await rejection(client.getService("id", { signal: controller.signal })), "in the hook");
    assert.lengthOf(await scenario.requests(), 0);
  },

  async "abort before the response closes the connection"(harness) {
    const scenario = await harness.scenario(stalls["sends nothing"]);
    const controller = new AbortController();
    const call = harness.client(scenario).getService("id", { signal: controller.signal });
    await untilRequested(scenario);
    controller.abort("in flight");
    assert.equal(await rejection(call), "in flight");
    await scenario.closed();
  },

  async "abort while the body is read closes the connection"(harness) {
    const scenario = await harness.scenario({ raw: `${headOf(100)}{`, then: "stay" });
    const controller = new AbortController();
    let resolveFetched;
    const fetched = new Promise((resolve) => (resolveFetched = resolve));
    const observedFetch = async (...values) => {
      const response = await fetch(...values);
      resolveFetched();
      return response;
    };
    const call = harness.client(scenario, { fetch: observedFetch }).getService("id", { signal: controller.signal });
    await fetched;
    controller.abort("in the body");
    assert.equal(await rejection(call), "in the body");
    await scenario.closed();
  },

  async "abort during the delay before a retry rejects the call"(harness) {
    const scenario = await harness.scenario(errorResponse(503, { "retry-after": "50" }));
    const controller = new AbortController();
    const onRetry = ({ delayMs }) => {
      assert.equal(delayMs, 50_000);
      setTimeout(() => controller.abort("during the delay"));
    };
    const call = harness.client(scenario, { onRetry }).getService("id", { signal: controller.signal });
    assert.equal(await rejection(call), "during the delay");
    assert.lengthOf(await scenario.requests(), 1);
  },

  async "abort rejects the call within one turn of the event loop"(harness) {
    const controller = new AbortController();
    const client = harness.clientOf(harness.servers.refusing, { fetch: () => new Promise(() => {}) });
    const call = client.getService("id", { signal: controller.signal });
    let hasRejected = false;
    call.catch(() => (hasRejected = true));
    await turn();
    assert.isFalse(hasRejected);
    controller.abort();
    await turn();
    assert.isTrue(hasRejected);
  },

  async "abort after the response has no effect"(harness) {
    const controller = new AbortController();
    const { call, response } = operations.getService;
    const received = await call(harness.client(await harness.scenario(response)), { signal: controller.signal });
    controller.abort();
    assert.equal(received.id, "service-id");
  },

  async "signal with a timeout rejects with the runtime's TimeoutError, not the client's"(harness) {
    const scenario = await harness.scenario(stalls["sends nothing"]);
    const error = await rejection(harness.client(scenario).getService("id", { signal: AbortSignal.timeout(30) }));
    assert.equal(error.name, "TimeoutError");
    assert.isFalse(harness.verigator.VerigatorError.is(error));
  },

  async "combined signal aborts the call"(harness) {
    const controller = new AbortController();
    const signal = AbortSignal.any([controller.signal, new AbortController().signal]);
    const client = harness.clientOf(harness.servers.refusing, { fetch: () => new Promise(() => {}) });
    const call = client.getService("id", { signal });
    controller.abort("one of them");
    assert.equal(await rejection(call), "one of them");
  },

  async "fetch is aborted with the reason of the call's signal"(harness) {
    for (const reason of [new RangeError("why"), "why", AbortSignal.abort().reason]) {
      const controller = new AbortController();
      let signal;
      const client = harness.clientOf("http://localhost", {
        fetch: (_, init) => {
          ({ signal } = init);
          return new Promise(() => {});
        },
      });
      const call = rejection(client.getService("id", { signal: controller.signal }));
      await turn();
      controller.abort(reason);
      assert.strictEqual(await call, reason);
      assert.isTrue(signal.aborted);
      assert.strictEqual(signal.reason, reason);
    }
  },

  async "body that is being read is aborted with the reason of the call's signal"(harness) {
    const controller = new AbortController();
    let signal;
    const body = { getReader: () => ({ read: () => new Promise(() => {}), cancel() {} }) };
    const client = harness.clientOf("http://localhost", {
      fetch: async (_, init) => {
        ({ signal } = init);
        return { status: 200, body };
      },
    });
    const call = rejection(client.getService("id", { signal: controller.signal }));
    await turn();
    controller.abort("why");
    assert.equal(await call, "why");
    assert.equal(signal.reason, "why");
  },

  async "calls with the same signal share one listener, and each gets the abort"(harness) {
    const listeners = new Set();
    const signal = {
      aborted: false,
      reason: "shared",
      addEventListener: (_, listener) => listeners.add(listener),
      removeEventListener: (_, listener) => listeners.delete(listener),
    };
    const client = harness.clientOf("http://localhost", {
      fetch: (url) => (url.endsWith("/stuck") ? new Promise(() => {}) : Promise.resolve(new Response("{"))),
    });
    const stuck = Array.from({ length: 20 }, () => rejection(client.getService("stuck", { signal })));
    const done = Array.from({ length: 20 }, () => rejection(client.getService("done", { signal })));
    await Promise.resolve();
    assert.equal(listeners.size, 1);
    await Promise.all(done);
    assert.equal(listeners.size, 1);
    for (const listener of listeners) listener();
    assert.deepEqual(
      await Promise.all(stuck),
      stuck.map(() => "shared"),
    );
    assert.equal(listeners.size, 0);
  },

  async "value that is not an AbortSignal is rejected"(harness) {
    for (const signal of [null, {}, "signal", new AbortController()]) {
      const error = await rejection(harness.clientOf(harness.servers.refusing).getService("id", { signal }));
      assert.equal(error.code, "invalid_invocation");
      assert.include(error.message, "options.signal");
    }
  },
};

for (const [name, reason] of Object.entries(reasons)) {
  cases[`abort with ${name} as the reason rejects with the same value`] = async (harness) => {
    const scenario = await harness.scenario(stalls["sends nothing"]);
    const controller = new AbortController();
    const call = harness.client(scenario).getService("id", { signal: controller.signal });
    await untilRequested(scenario);
    controller.abort(reason);
    assert.strictEqual(await rejection(call), reason);
  };
}

export default cases;

/** Polls until the scenario has received a request. */
async function untilRequested(scenario) {
  while ((await scenario.requests()).length === 0);
}

function turn() {
  return new Promise((resolve) => setTimeout(resolve));
}
