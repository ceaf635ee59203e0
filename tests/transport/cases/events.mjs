import { assert } from "chai";
import { cuts, errorResponse, ok, response, service } from "../suite/responses.mjs";
import { operations } from "../suite/operations.mjs";
import { rejection } from "../suite/outcome.mjs";

const request = { operation: "getService", method: "GET", path: "/v1/service/service/service-id" };

/** Hooks that record each event with the hook's name. */
function recorder() {
  const recorded = [];
  const record = (hook) => (event) => void recorded.push({ hook, ...event });
  return {
    recorded,
    hooks: { onRequest: record("onRequest"), onResponse: record("onResponse"), onRetry: record("onRetry") },
  };
}

export default {
  async "successful call emits a request and a response"(harness) {
    const { recorded, hooks } = recorder();
    const scenario = await harness.scenario(response(201, service, { "x-request-id": "id-of-the-request" }));
    await operations.getService.call(harness.client(scenario, hooks));
    const [{ requestId, ...requestEvent }, { durationMs, ...responseEvent }, ...rest] = recorded;
    assert.deepEqual(requestEvent, { hook: "onRequest", ...request, attempt: 1 });
    assert.equal(typeof requestId, harness.runtime.isBrowser ? "undefined" : "string");
    assert.deepEqual(responseEvent, {
      hook: "onResponse",
      ...request,
      attempt: 1,
      status: 201,
      requestId: "id-of-the-request",
    });
    assert.isAtLeast(durationMs, 0);
    assert.lengthOf(rest, 0);
  },

  async "duration of a response does not include the time of onRequest"(harness) {
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

  async "retried call emits the events of each attempt in order"(harness) {
    const { recorded, hooks } = recorder();
    const scenario = await harness.scenario(errorResponse(500), cuts["before the head"], ok(service));
    await operations.getService.call(harness.client(scenario, hooks));
    const order = recorded.map(({ hook, attempt }) => `${hook} ${attempt}`);
    assert.deepEqual(order, [
      "onRequest 1",
      "onResponse 1",
      "onRetry 1",
      "onRequest 2",
      "onRetry 2",
      "onRequest 3",
      "onResponse 3",
    ]);
  },

  async "retry event has the delay and the error of the attempt"(harness) {
    const { recorded, hooks } = recorder();
    const scenario = await harness.scenario(errorResponse(500), ok(service));
    await operations.getService.call(harness.client(scenario, hooks));
    const { error, requestId, ...retry } = recorded.find(({ hook }) => hook === "onRetry");
    assert.equal(requestId, error.requestId);
    assert.deepEqual(retry, { hook: "onRetry", ...request, attempt: 1, delayMs: 0 });
    assert.instanceOf(error, harness.verigator.InternalError);
    assert.equal(error.attempts, 1);
  },

  async "Retry-After in seconds is the delay"(harness) {
    for (const [header, expected] of [
      ["0", 0],
      ["1", 1000],
      ["60", 60_000],
    ]) {
      assert.equal(await delayOf(harness, header), expected);
    }
  },

  async "Retry-After as a date in any form of HTTP is the delay until that date"(harness) {
    const inFortySeconds = new Date(Date.now() + 40_000);
    for (const form of Object.keys(httpDates)) {
      const delayMs = await delayOf(harness, httpDates[form](inFortySeconds));
      assert.isAbove(delayMs, 10_000, form);
      assert.isAtMost(delayMs, 40_000, form);
      assert.equal(await delayOf(harness, httpDates[form](new Date("2015-10-21T07:28:00Z"))), 0, form);
    }
  },

  async "Retry-After of more than a minute is not waited for, and the error has its retryAfterMs"(harness) {
    for (const [header, expected] of [
      ["61", 61_000],
      ["86400", 86_400_000],
    ]) {
      for (const name of ["getService", "authenticateUsingSms"]) {
        const scenario = await harness.scenario(errorResponse(429, { "retry-after": header }));
        const error = await rejection(operations[name].call(harness.client(scenario)));
        assert.instanceOf(error, harness.verigator.RateLimitedError);
        assert.equal(error.retryAfterMs, expected);
        assert.lengthOf(await scenario.requests(), 1);
      }
    }
  },

  async "Retry-After that is neither seconds nor a date is ignored"(harness) {
    for (const header of ["soon", "never 1", "-1", "1.5", "1 s", "June 2030", "99 bottles"]) {
      const scenario = await harness.scenario(errorResponse(503, { "retry-after": header }));
      const error = await rejection(operations.authenticateUsingSms.call(harness.client(scenario)));
      assert.isUndefined(error.retryAfterMs, header);
      assert.lengthOf(await scenario.requests(), 1, header);
    }
  },

  async "hook that throws or rejects is ignored"(harness) {
    const failures = [
      () => {
        throw new Error("from a hook");
      },
      () => {
        throw null;
      },
      async () => {
        throw new Error("from an async hook");
      },
      () => ({
        then: () => {
          throw new Error("from a thenable");
        },
      }),
      () => ({
        get then() {
          throw new Error("from a getter");
        },
      }),
      () => new Promise(() => {}),
      () => Promise.reject(),
    ];
    for (const hook of failures) {
      const scenario = await harness.scenario(errorResponse(500), ok(service));
      const client = harness.client(scenario, { onRequest: hook, onResponse: hook, onRetry: hook });
      assert.equal((await client.getService("id")).id, "service-id");
    }
  },

  async "hook that changes its event does not change the request"(harness) {
    const change = (event) => {
      for (const name of Object.keys(event)) delete event[name];
      event.path = "/elsewhere";
    };
    const scenario = await harness.scenario(errorResponse(500), ok(service));
    await harness.client(scenario, { onRequest: change, onResponse: change }).getService("id");
    assert.deepEqual(await scenario.requestLines(), Array(2).fill("GET /v1/service/service/id"));
  },

  async "hook may call the client and free it"(harness) {
    const scenario = await harness.scenario(ok(service));
    let inner;
    const client = harness.client(scenario, {
      onRequest() {
        inner ??= Promise.resolve()
          .then(() => client.getService("inner"))
          .finally(() => client.free());
      },
    });
    assert.equal((await client.getService("outer")).id, "service-id");
    assert.equal((await inner).id, "service-id");
  },
};

/** The three forms of an HTTP date that every recipient has to accept (RFC 9110, 5.6.7). */
const httpDates = {
  "IMF-fixdate": (date) => date.toUTCString(),
  "RFC 850": (date) => {
    const [, weekday, day, month, , year, time] = /^(\w+), (\d+) (\w+) (\d\d)(\d\d) (\S+)/.exec(date.toUTCString());
    const [name] = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"].filter((name) =>
      name.startsWith(weekday),
    );
    return `${name}, ${day}-${month}-${year} ${time} GMT`;
  },
  asctime: (date) =>
    date
      .toUTCString()
      .replace(
        /^(\w+), 0?(\d+) (\w+) (\d+) (\S+) GMT$/,
        (_, weekday, day, month, year, time) => `${weekday} ${month} ${day.padStart(2)} ${time} ${year}`,
      ),
};

/** Returns the delay before the retry, and aborts the call during that delay. */
async function delayOf(harness, retryAfter) {
  const scenario = await harness.scenario(errorResponse(503, { "retry-after": retryAfter }));
  const controller = new AbortController();
  let recordedMs;
  const onRetry = ({ delayMs }) => {
    recordedMs = delayMs;
    controller.abort();
  };
  await rejection(harness.client(scenario, { onRetry }).getService("id", { signal: controller.signal }));
  return recordedMs;
}
