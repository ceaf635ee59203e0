import { assert } from "chai";
import { sendOnce } from "../../../examples/retries/send-once.js";
import { cuts, errorResponse, keptAlive, ok, service } from "../suite/responses.mjs";
import { idempotentOperations, nonIdempotentOperations, operations, operationsOfKind } from "../suite/operations.mjs";
import { rejection } from "../suite/outcome.mjs";
import { inBrowsers, outsideBrowsers } from "../suite/runtime-filters.mjs";

const cases = {
  async "reads and deletes are retried when the connection is refused"(harness) {
    for (const [name, { call }] of idempotentOperations) {
      const error = await rejection(call(harness.clientOf(harness.servers.refusing)));
      assert.instanceOf(error, harness.verigator.ConnectionError, name);
      assert.equal(error.attempts, 3, name);
    }
  },

  async "calls that are not idempotent are retried on a refused connection only if the runtime reports it as refused"(
    harness,
  ) {
    for (const [name, { call }] of nonIdempotentOperations) {
      const error = await rejection(call(harness.clientOf(harness.servers.refusing)));
      assert.instanceOf(error, harness.verigator.ConnectionError, name);
      assert.equal(error.attempts, harness.runtime.reportsNotConnected ? 3 : 1, name);
    }
  },

  async "reads and deletes are retried on 408, 429 and 5xx"(harness) {
    for (const status of [408, 429, 500, 502, 503, 504, 599]) {
      for (const [name, { call, response }] of idempotentOperations) {
        const scenario = await harness.scenario(errorResponse(status), errorResponse(status), response);
        await call(harness.client(scenario));
        assert.lengthOf(await scenario.requests(), 3, `${name} ${status}`);
      }
    }
  },

  async "calls that are not idempotent are retried on 429 with Retry-After"(harness) {
    for (const [name, { call, response }] of nonIdempotentOperations) {
      const scenario = await harness.scenario(errorResponse(429, { "retry-after": "0" }), response);
      await call(harness.client(scenario));
      assert.lengthOf(await scenario.requests(), 2, name);
    }
  },

  "calls that are not idempotent arrive once on 421, although runtimes resend on 421 by default": outsideBrowsers(
    async (harness) => {
      for (const [name, { call, request }] of nonIdempotentOperations) {
        const scenario = await harness.scenario(errorResponse(421));
        const error = await rejection(call(harness.client(scenario)));
        assert.include(error, { status: 421, attempts: 1 }, name);
        assert.deepEqual(await scenario.requestLines(), [request], name);
      }
    },
  ),

  "calls that are not idempotent are not retried on 421, although browsers resend them": inBrowsers(async (harness) => {
    for (const [name, { call, request }] of nonIdempotentOperations) {
      const scenario = await harness.scenario(errorResponse(421));
      const error = await rejection(call(harness.client(scenario)));
      assert.include(error, { status: 421, attempts: 1 }, name);
      assert.deepEqual(await scenario.requestLines(), [request, request], name);
    }
  }),

  async "body arrives complete and with its Content-Length"(harness) {
    const scenario = await harness.scenario(operations.verifyPin.response);
    await operations.verifyPin.call(harness.client(scenario));
    const [{ headers, body }] = await scenario.requests();
    assert.equal(body, '{"token":"731946"}');
    assert.equal(headers["content-length"], "18");
    assert.notProperty(headers, "transfer-encoding");
  },

  async "calls that are not idempotent are not retried on any other error response"(harness) {
    const errorResponses = [
      errorResponse(408),
      errorResponse(429),
      errorResponse(503),
      errorResponse(503, { "retry-after": "0" }),
      errorResponse(500, { "retry-after": "0" }),
      errorResponse(409),
    ];
    for (const response of errorResponses) {
      for (const [name, { call }] of nonIdempotentOperations) {
        const scenario = await harness.scenario(response);
        const error = await rejection(call(harness.client(scenario)));
        assert.equal(error.attempts, 1, `${name} ${response.status}`);
        assert.lengthOf(await scenario.requests(), 1, `${name} ${response.status}`);
      }
    }
  },

  async "409 and other 4xx are never retried"(harness) {
    for (const status of [400, 401, 403, 404, 409, 410, 418, 422, 451]) {
      for (const [name, { call }] of Object.entries(operations)) {
        const scenario = await harness.scenario(errorResponse(status, { "retry-after": "0" }));
        await rejection(call(harness.client(scenario)));
        assert.lengthOf(await scenario.requests(), 1, `${name} ${status}`);
      }
    }
  },

  async "retried delete that gets a 404 succeeds"(harness) {
    for (const [name, { call }] of operationsOfKind("delete")) {
      const scenario = await harness.scenario(cuts["before the head"], errorResponse(404));
      assert.isUndefined(await call(harness.client(scenario)), name);
    }
  },

  async "delete that gets a 404 on the first attempt fails"(harness) {
    for (const [name, { call }] of operationsOfKind("delete")) {
      const error = await rejection(call(harness.client(await harness.scenario(errorResponse(404)))));
      assert.instanceOf(error, harness.verigator.NoSuchResourceError, name);
    }
  },

  async "retried read that gets a 404 fails"(harness) {
    const scenario = await harness.scenario(errorResponse(500), errorResponse(404));
    const error = await rejection(operations.getUser.call(harness.client(scenario)));
    assert.equal(error.status, 404);
    assert.equal(error.attempts, 2);
  },

  async "retried delete that gets a 404 fails if no earlier attempt can have deleted anything"(harness) {
    const refused = () => Promise.reject(Object.assign(new Error("refused"), { code: "ECONNREFUSED" }));
    const throttled = async () => new Response("{}", { status: 429, headers: { "retry-after": "0" } });
    for (const first of [refused, throttled]) {
      for (const [name, { call }] of operationsOfKind("delete")) {
        const responses = [first, async () => new Response("{}", { status: 404 })];
        const error = await rejection(call(harness.clientOf("http://localhost", { fetch: () => responses.shift()() })));
        assert.instanceOf(error, harness.verigator.NoSuchResourceError, name);
        assert.equal(error.attempts, 2, name);
      }
    }
  },

  async "retried delete that gets a 404 succeeds if only its last failure proves that nothing was deleted"(harness) {
    const scenario = await harness.scenario(errorResponse(503), errorResponse(429), errorResponse(404));
    assert.isUndefined(await operations.deleteUser.call(harness.client(scenario)));
  },

  async "409 to a retried create does not say that an earlier attempt succeeded, since only refused ones are retried"(
    harness,
  ) {
    for (const [name, { call }] of operationsOfKind("create")) {
      const scenario = await harness.scenario(errorResponse(429, { "retry-after": "0" }), errorResponse(409));
      const error = await rejection(call(harness.client(scenario)));
      assert.instanceOf(error, harness.verigator.ResourceAlreadyExistsError, name);
      assert.match(error.message, /; use the existing one$/, name);
    }
  },

  async "maxRetries limits retries, 0 disables them, and the option of a call overrides that of the client"(harness) {
    for (const [options, call, expected] of [
      [{ maxRetries: 0 }, {}, 1],
      [{ maxRetries: 4 }, {}, 5],
      [{ maxRetries: 4 }, { maxRetries: 1 }, 2],
    ]) {
      const scenario = await harness.scenario(errorResponse(500));
      const error = await rejection(harness.client(scenario, options).getService("id", call));
      assert.equal(error.attempts, expected);
      assert.lengthOf(await scenario.requests(), expected);
    }
  },

  async "retried request is identical to the first, except for its id"(harness) {
    const scenario = await harness.scenario(errorResponse(429, { "retry-after": "0" }), ok(service));
    await operations.createService.call(harness.client(scenario));
    const [first, second] = await scenario.requests();
    for (const { headers } of [first, second]) delete headers["x-request-id"];
    assert.deepEqual(second, first);
  },
};

for (const [position, cut] of Object.entries(cuts)) {
  cases[`reads and deletes are retried when the connection is cut ${position}`] = async (harness) => {
    for (const [name, { call, response }] of idempotentOperations) {
      const scenario = await harness.scenario(cut, response);
      await call(harness.client(scenario));
      const succeedsByStatus = name.startsWith("delete") && cut.raw.includes("\r\n\r\n");
      assert.lengthOf(await scenario.requests(), succeedsByStatus ? 1 : 2, name);
    }
  };

  cases[`calls that are not idempotent arrive once when the connection is cut ${position}`] = async (harness) => {
    for (const [name, { call, request }] of nonIdempotentOperations) {
      const scenario = await harness.scenario(cut);
      const error = await rejection(call(harness.client(scenario)));
      assert.instanceOf(error, harness.verigator.ConnectionError, name);
      assert.include(error.message, "it was not retried", name);
      assert.deepEqual(await scenario.requestLines(), [request], name);
    }
  };
}

cases["calls that are not idempotent arrive once when a reused connection is cut"] = outsideBrowsers(
  async (harness) => {
    for (const [name, { call, request }] of nonIdempotentOperations) {
      const scenario = await harness.scenario(keptAlive(service), cuts["before the head"]);
      const client = harness.client(scenario, { maxRetries: 0 });
      await client.getService("first");
      await rejection(call(client));
      assert.deepEqual((await scenario.requestLines()).slice(1), [request], name);
    }
  },
);

cases[
  "calls that are not idempotent arrive once through a custom fetch that passes on each body as a stream, as the guide does"
] = outsideBrowsers(async (harness) => {
  const passOn = sendOnce((url, init) => fetch(url, init));
  for (const [name, { call, request }] of nonIdempotentOperations) {
    for (const failure of [errorResponse(421), cuts["before the head"]]) {
      const scenario = await harness.scenario(keptAlive(service), failure);
      const client = harness.client(scenario, { fetch: passOn, maxRetries: 0 });
      await client.getService("first");
      await rejection(call(client));
      assert.deepEqual((await scenario.requestLines()).slice(1), [request], name);
    }
  }
});

/** Failures of a reused connection on which a browser resends a request. A page cannot prevent that; the client calls fetch once. */
const resentByBrowsers = {
  "is cut before the response": cuts["before the head"],
  "responds with 408": keptAlive("", 408),
};

for (const [failure, scripted] of Object.entries(resentByBrowsers)) {
  cases[
    `calls that are not idempotent are not retried when a reused connection ${failure}, although browsers resend them`
  ] = inBrowsers(async (harness) => {
    for (const [name, { call, request, response }] of nonIdempotentOperations) {
      const scenario = await harness.scenario(keptAlive(response.body), scripted);
      const sent = [];
      const client = harness.client(scenario, { onRequest: ({ operation }) => sent.push(operation) });
      await call(client);
      const error = await rejection(call(client));
      assert.equal(error.attempts, 1, name);
      assert.deepEqual(sent, [name, name], "once for each call");
      assert.deepEqual((await scenario.requestLines()).slice(1), [request, request], name);
    }
  });
}

export default cases;
