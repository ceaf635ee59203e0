import { assert } from "chai";
import { answer, cuts, ok, errorResponse, service } from "../suite/responses.mjs";
import { operations } from "../suite/operations.mjs";
import { rejection } from "../suite/outcome.mjs";

const request = { operation: "getService", method: "GET", path: "/v1/service/service/service-id" };

/** Hooks that note each event with the hook's name. */
function recorder() {
  const seen = [];
  const note = (hook) => (event) => void seen.push({ hook, ...event });
  return { seen, hooks: { onRequest: note("onRequest"), onResponse: note("onResponse"), onRetry: note("onRetry") } };
}

export default {
  async "call that succeeds has a request and a response"(harness) {
    const { seen, hooks } = recorder();
    const scenario = await harness.scenario(answer(201, service, { "x-request-id": "id-of-the-request" }));
    await operations.getService.call(harness.client(scenario, hooks));
    const [sent, { durationMs, ...answered }, ...rest] = seen;
    assert.deepEqual(sent, { hook: "onRequest", ...request, attempt: 1 });
    assert.deepEqual(answered, { hook: "onResponse", ...request, attempt: 1, status: 201, requestId: "id-of-the-request" });
    assert.isAtLeast(durationMs, 0);
    assert.lengthOf(rest, 0);
  },

  async "duration of a response leaves out what the hook before the request took"(harness) {
    const { now } = Date;
    let durationMs;
    const onRequest = () => (Date.now = () => now() + 1_000_000);
    const onResponse = (event) => ({ durationMs } = event);
    const scenario = await harness.scenario(ok(service));
    try {
      await operations.getService.call(harness.client(scenario, { onRequest, onResponse }));
    } finally {
      Date.now = now;
    }
    assert.isBelow(durationMs, 1_000_000);
  },

  async "call that is repeated has the events of each attempt in order"(harness) {
    const { seen, hooks } = recorder();
    const scenario = await harness.scenario(errorResponse(500), cuts["before the head"], ok(service));
    await operations.getService.call(harness.client(scenario, hooks));
    const order = seen.map(({ hook, attempt }) => `${hook} ${attempt}`);
    assert.deepEqual(order, ["onRequest 1", "onResponse 1", "onRetry 1", "onRequest 2", "onRetry 2", "onRequest 3", "onResponse 3"]);
  },

  async "retry tells its wait and the error that led to it"(harness) {
    const { seen, hooks } = recorder();
    const scenario = await harness.scenario(errorResponse(500), ok(service));
    await operations.getService.call(harness.client(scenario, hooks));
    const { error, ...retry } = seen.find(({ hook }) => hook === "onRetry");
    assert.deepEqual(retry, { hook: "onRetry", ...request, attempt: 1, delayMs: 0 });
    assert.instanceOf(error, harness.verigator.InternalError);
    assert.equal(error.attempts, 1);
  },

  async "Retry-After in seconds is the wait"(harness) {
    for (const [header, expected] of [["0", 0], ["1", 1000], ["60", 60_000]]) {
      assert.equal(await waitFor(harness, header), expected);
    }
  },

  async "Retry-After as a date is the wait until then"(harness) {
    const inHalfAMinute = new Date(Date.now() + 30_000).toUTCString();
    const wait = await waitFor(harness, inHalfAMinute);
    assert.isAbove(wait, 25_000);
    assert.isAtMost(wait, 30_000);
    assert.equal(await waitFor(harness, "Wed, 21 Oct 2015 07:28:00 GMT"), 0);
  },

  async "Retry-After of more than a minute is no wait but an error at once, which tells it"(harness) {
    for (const [header, expected] of [["61", 61_000], ["86400", 86_400_000]]) {
      for (const name of ["getService", "authenticateUsingSms"]) {
        const scenario = await harness.scenario(errorResponse(429, { "retry-after": header }));
        const error = await rejection(operations[name].call(harness.client(scenario)));
        assert.instanceOf(error, harness.verigator.RateLimitedError);
        assert.equal(error.retryAfterMs, expected);
        assert.lengthOf(await scenario.requests(), 1);
      }
    }
  },

  async "Retry-After that is neither seconds nor a date is none"(harness) {
    for (const header of ["soon", "never 1", "-1", "1.5", "1 s", "June 2030", "99 bottles"]) {
      const scenario = await harness.scenario(errorResponse(503, { "retry-after": header }));
      const error = await rejection(operations.authenticateUsingSms.call(harness.client(scenario)));
      assert.isUndefined(error.retryAfterMs, header);
      assert.lengthOf(await scenario.requests(), 1, header);
    }
  },

  async "what hooks throw or reject with is ignored"(harness) {
    const failures = [
      () => { throw new Error("from a hook"); },
      () => { throw null; },
      async () => { throw new Error("from an async hook"); },
      () => ({ then: () => { throw new Error("from a thenable"); } }),
      () => ({ get then() { throw new Error("from a getter"); } }),
      () => new Promise(() => {}),
      () => Promise.reject(),
    ];
    for (const hook of failures) {
      const scenario = await harness.scenario(errorResponse(500), ok(service));
      const client = harness.client(scenario, { onRequest: hook, onResponse: hook, onRetry: hook });
      assert.equal((await client.getService("id")).id, "service-id");
    }
  },

  async "what hooks do to their event stays with them"(harness) {
    const spoil = (event) => {
      for (const name of Object.keys(event)) delete event[name];
      event.path = "/elsewhere";
    };
    const scenario = await harness.scenario(errorResponse(500), ok(service));
    await harness.client(scenario, { onRequest: spoil, onResponse: spoil }).getService("id");
    assert.deepEqual(await scenario.arrivals(), Array(2).fill("GET /v1/service/service/id"));
  },

  async "hook may call the client, and free it"(harness) {
    const scenario = await harness.scenario(ok(service));
    let inner;
    const client = harness.client(scenario, {
      onRequest() {
        inner ??= Promise.resolve().then(() => client.getService("inner")).finally(() => client.free());
      },
    });
    assert.equal((await client.getService("outer")).id, "service-id");
    assert.equal((await inner).id, "service-id");
  },
};

/** How long the client would wait. The call is ended in its wait. */
async function waitFor(harness, retryAfter) {
  const scenario = await harness.scenario(errorResponse(503, { "retry-after": retryAfter }));
  const controller = new AbortController();
  let wait;
  const onRetry = ({ delayMs }) => {
    wait = delayMs;
    controller.abort();
  };
  await rejection(harness.client(scenario, { onRetry }).getService("id", { signal: controller.signal }));
  return wait;
}
