import { assert } from "chai";
import { headOf, errorResponse, stalls } from "../suite/responses.mjs";
import { operations } from "../suite/operations.mjs";
import { rejection } from "../suite/outcome.mjs";

/** Reasons of every kind; each has to come out as it went in. */
const reasons = { text: "why", number: 7, null: null, false: false, object: { why: true }, error: new RangeError("why") };

const cases = {
  async "aborted signal sends nothing and calls no hook"(harness) {
    const scenario = await harness.scenario();
    const seen = [];
    const hook = (event) => seen.push(event);
    const client = harness.client(scenario, { onRequest: hook, onResponse: hook, onRetry: hook });
    for (const [name, { call }] of Object.entries(operations)) {
      assert.equal(await rejection(call(client, { signal: AbortSignal.abort("early") })), "early", name);
    }
    assert.lengthOf(await scenario.requests(), 0);
    assert.lengthOf(seen, 0);
  },

  async "signal without a reason of the caller's gives the runtime's own"(harness) {
    const signal = AbortSignal.abort();
    assert.equal(await rejection(harness.client(await harness.scenario()).getService("id", { signal })), signal.reason);
  },

  async "abort right after the call sends nothing"(harness) {
    const scenario = await harness.scenario();
    const controller = new AbortController();
    const call = harness.client(scenario).getService("id", { signal: controller.signal });
    controller.abort("at once");
    assert.equal(await rejection(call), "at once");
    assert.lengthOf(await scenario.requests(), 0);
  },

  async "abort in the hook before the request sends nothing"(harness) {
    const scenario = await harness.scenario();
    const controller = new AbortController();
    const client = harness.client(scenario, { onRequest: () => controller.abort("in the hook") });
    assert.equal(await rejection(client.getService("id", { signal: controller.signal })), "in the hook");
    assert.lengthOf(await scenario.requests(), 0);
  },

  async "abort while nothing was answered closes the connection"(harness) {
    const scenario = await harness.scenario(stalls["says nothing"]);
    const controller = new AbortController();
    const call = harness.client(scenario).getService("id", { signal: controller.signal });
    await arrival(scenario);
    controller.abort("in flight");
    assert.equal(await rejection(call), "in flight");
    await scenario.closed();
  },

  async "abort while the body is read closes the connection"(harness) {
    const scenario = await harness.scenario({ raw: `${headOf(100)}{`, then: "stay" });
    const controller = new AbortController();
    let answered;
    const fetched = new Promise((resolve) => (answered = resolve));
    const fetchAndTell = async (...values) => {
      const response = await fetch(...values);
      answered();
      return response;
    };
    const call = harness.client(scenario, { fetch: fetchAndTell }).getService("id", { signal: controller.signal });
    await fetched;
    controller.abort("in the body");
    assert.equal(await rejection(call), "in the body");
    await scenario.closed();
  },

  async "abort in the wait between two attempts ends the call"(harness) {
    const scenario = await harness.scenario(errorResponse(503, { "retry-after": "50" }));
    const controller = new AbortController();
    const onRetry = ({ delayMs }) => {
      assert.equal(delayMs, 50_000);
      setTimeout(() => controller.abort("in the wait"));
    };
    const call = harness.client(scenario, { onRetry }).getService("id", { signal: controller.signal });
    assert.equal(await rejection(call), "in the wait");
    assert.lengthOf(await scenario.requests(), 1);
  },

  async "abort ends the call within one turn of the event loop"(harness) {
    const controller = new AbortController();
    const client = harness.clientOf(harness.servers.refusing, { fetch: () => new Promise(() => {}) });
    const call = client.getService("id", { signal: controller.signal });
    let ended = false;
    call.catch(() => (ended = true));
    await turn();
    assert.isFalse(ended);
    controller.abort();
    await turn();
    assert.isTrue(ended);
  },

  async "abort after the answer changes nothing"(harness) {
    const controller = new AbortController();
    const { call, answer } = operations.getService;
    const found = await call(harness.client(await harness.scenario(answer)), { signal: controller.signal });
    controller.abort();
    assert.equal(found.id, "service-id");
  },

  async "timeout of a signal comes out as the runtime's own, and not as ours"(harness) {
    const scenario = await harness.scenario(stalls["says nothing"]);
    const error = await rejection(harness.client(scenario).getService("id", { signal: AbortSignal.timeout(30) }));
    assert.equal(error.name, "TimeoutError");
    assert.isFalse(harness.verigator.VerigatorError.is(error));
  },

  async "signals that were combined work"(harness) {
    const controller = new AbortController();
    const signal = AbortSignal.any([controller.signal, new AbortController().signal]);
    const client = harness.clientOf(harness.servers.refusing, { fetch: () => new Promise(() => {}) });
    const call = client.getService("id", { signal });
    controller.abort("one of them");
    assert.equal(await rejection(call), "one of them");
  },

  async "what is no signal is refused"(harness) {
    for (const signal of [null, {}, "signal", new AbortController()]) {
      const error = await rejection(harness.clientOf(harness.servers.refusing).getService("id", { signal }));
      assert.equal(error.code, "invalid_invocation");
      assert.include(error.message, "options.signal");
    }
  },
};

for (const [name, reason] of Object.entries(reasons)) {
  cases[`reason that is ${name} comes out as it went in`] = async (harness) => {
    const scenario = await harness.scenario(stalls["says nothing"]);
    const controller = new AbortController();
    const call = harness.client(scenario).getService("id", { signal: controller.signal });
    await arrival(scenario);
    controller.abort(reason);
    assert.strictEqual(await rejection(call), reason);
  };
}

export default cases;

/** Asks until the scenario has a request. */
async function arrival(scenario) {
  while ((await scenario.requests()).length === 0);
}

function turn() {
  return new Promise((resolve) => setTimeout(resolve));
}
