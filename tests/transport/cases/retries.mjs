import { assert } from "chai";
import { cuts, kept, ok, errorResponse, service } from "../suite/responses.mjs";
import { operations, withEffect } from "../suite/operations.mjs";
import { rejection } from "../suite/outcome.mjs";
import { inBrowsers, outsideBrowsers } from "../suite/where.mjs";

const cases = {
  async "reads and deletes are repeated on a refused connection"(harness) {
    for (const [name, { call }] of withEffect("reads", "deletes")) {
      const error = await rejection(call(harness.clientOf(harness.servers.refusing)));
      assert.instanceOf(error, harness.verigator.ConnectionError, name);
      assert.equal(error.attempts, 3, name);
    }
  },

  async "what creates, sends or spends is repeated on a refused connection only where the runtime tells it"(harness) {
    for (const [name, { call }] of withEffect("creates", "spends")) {
      const error = await rejection(call(harness.clientOf(harness.servers.refusing)));
      assert.instanceOf(error, harness.verigator.ConnectionError, name);
      assert.equal(error.attempts, harness.runtime.tellsNotConnected ? 3 : 1, name);
    }
  },

  async "reads and deletes are repeated on 408, 429 and 5xx"(harness) {
    for (const status of [408, 429, 500, 502, 503, 504, 599]) {
      for (const [name, { call, answer }] of withEffect("reads", "deletes")) {
        const scenario = await harness.scenario(errorResponse(status), errorResponse(status), answer);
        await call(harness.client(scenario));
        assert.lengthOf(await scenario.requests(), 3, `${name} ${status}`);
      }
    }
  },

  async "what creates, sends or spends is repeated on 429 with Retry-After"(harness) {
    for (const [name, { call, answer }] of withEffect("creates", "spends")) {
      const scenario = await harness.scenario(errorResponse(429, { "retry-after": "0" }), answer);
      await call(harness.client(scenario));
      assert.lengthOf(await scenario.requests(), 2, name);
    }
  },

  "what creates, sends or spends is sent once on 421, which runtimes repeat by themselves": outsideBrowsers(async (harness) => {
    for (const [name, { call, request }] of withEffect("creates", "spends")) {
      const scenario = await harness.scenario(errorResponse(421));
      const error = await rejection(call(harness.client(scenario)));
      assert.include(error, { status: 421, attempts: 1 }, name);
      assert.deepEqual(await scenario.arrivals(), [request], name);
    }
  }),

  "what creates, sends or spends is asked of a browser once, which itself sends it twice on 421": inBrowsers(async (harness) => {
    for (const [name, { call, request }] of withEffect("creates", "spends")) {
      const scenario = await harness.scenario(errorResponse(421));
      const error = await rejection(call(harness.client(scenario)));
      assert.include(error, { status: 421, attempts: 1 }, name);
      assert.deepEqual(await scenario.arrivals(), [request, request], name);
    }
  }),

  async "body arrives whole, with its length, whatever keeps the runtime from sending it twice"(harness) {
    const scenario = await harness.scenario(operations.verifyPin.answer);
    await operations.verifyPin.call(harness.client(scenario));
    const [{ headers, body }] = await scenario.requests();
    assert.equal(body, '{"token":"731946"}');
    assert.equal(headers["content-length"], "18");
    assert.notProperty(headers, "transfer-encoding");
  },

  async "what creates, sends or spends is not repeated on any other refusal"(harness) {
    const refusals = [errorResponse(408), errorResponse(429), errorResponse(503), errorResponse(503, { "retry-after": "0" }), errorResponse(500, { "retry-after": "0" }), errorResponse(409)];
    for (const answer of refusals) {
      for (const [name, { call }] of withEffect("creates", "spends")) {
        const scenario = await harness.scenario(answer);
        const error = await rejection(call(harness.client(scenario)));
        assert.equal(error.attempts, 1, `${name} ${answer.status}`);
        assert.lengthOf(await scenario.requests(), 1, `${name} ${answer.status}`);
      }
    }
  },

  async "409 and other 4xx are never repeated"(harness) {
    for (const status of [400, 401, 403, 404, 409, 410, 418, 422, 451]) {
      for (const [name, { call }] of Object.entries(operations)) {
        const scenario = await harness.scenario(errorResponse(status, { "retry-after": "0" }));
        await rejection(call(harness.client(scenario)));
        assert.lengthOf(await scenario.requests(), 1, `${name} ${status}`);
      }
    }
  },

  async "delete whose repetition finds 404 has succeeded"(harness) {
    for (const [name, { call }] of withEffect("deletes")) {
      const scenario = await harness.scenario(cuts["before the head"], errorResponse(404));
      assert.isUndefined(await call(harness.client(scenario)), name);
    }
  },

  async "delete that finds 404 at once has failed"(harness) {
    for (const [name, { call }] of withEffect("deletes")) {
      const error = await rejection(call(harness.client(await harness.scenario(errorResponse(404)))));
      assert.instanceOf(error, harness.verigator.NoSuchResourceError, name);
    }
  },

  async "read whose repetition finds 404 has failed"(harness) {
    const scenario = await harness.scenario(errorResponse(500), errorResponse(404));
    const error = await rejection(operations.getUser.call(harness.client(scenario)));
    assert.equal(error.status, 404);
    assert.equal(error.attempts, 2);
  },

  async "409 after a repeated create says that the first may have succeeded"(harness) {
    for (const [name, { call }] of withEffect("creates")) {
      const scenario = await harness.scenario(errorResponse(429, { "retry-after": "0" }), errorResponse(409));
      const error = await rejection(call(harness.client(scenario)));
      assert.instanceOf(error, harness.verigator.ResourceAlreadyExistsError, name);
      assert.include(error.message, "an earlier attempt may have succeeded", name);
    }
  },

  async "409 to a first create says nothing of an earlier attempt"(harness) {
    const error = await rejection(operations.createService.call(harness.client(await harness.scenario(errorResponse(409)))));
    assert.notInclude(error.message, "earlier attempt");
  },

  async "maxRetries says how often, 0 turns it off, and a call's own wins"(harness) {
    for (const [options, call, expected] of [[{ maxRetries: 0 }, {}, 1], [{ maxRetries: 4 }, {}, 5], [{ maxRetries: 4 }, { maxRetries: 1 }, 2]]) {
      const scenario = await harness.scenario(errorResponse(500));
      const error = await rejection(harness.client(scenario, options).getService("id", call));
      assert.equal(error.attempts, expected);
      assert.lengthOf(await scenario.requests(), expected);
    }
  },

  async "repeated request is the same to the byte"(harness) {
    const scenario = await harness.scenario(errorResponse(429, { "retry-after": "0" }), ok(service));
    await operations.createService.call(harness.client(scenario));
    const [first, second] = await scenario.requests();
    assert.deepEqual(second, first);
  },
};

for (const [where, cut] of Object.entries(cuts)) {
  cases[`reads and deletes are repeated when the connection is cut ${where}`] = async (harness) => {
    for (const [name, { call, answer }] of withEffect("reads", "deletes")) {
      const scenario = await harness.scenario(cut, answer);
      await call(harness.client(scenario));
      const isDoneByTheStatus = name.startsWith("delete") && cut.raw.includes("\r\n\r\n");
      assert.lengthOf(await scenario.requests(), isDoneByTheStatus ? 1 : 2, name);
    }
  };

  cases[`what creates, sends or spends arrives once when the connection is cut ${where}`] = async (harness) => {
    for (const [name, { call, request }] of withEffect("creates", "spends")) {
      const scenario = await harness.scenario(cut);
      const error = await rejection(call(harness.client(scenario)));
      assert.instanceOf(error, harness.verigator.ConnectionError, name);
      assert.include(error.message, "it was not retried", name);
      assert.deepEqual(await scenario.arrivals(), [request], name);
    }
  };
}

cases["what creates, sends or spends arrives once when a connection is cut that was used before"] = outsideBrowsers(async (harness) => {
  for (const [name, { call, request }] of withEffect("creates", "spends")) {
    const scenario = await harness.scenario(kept(service), cuts["before the head"]);
    const client = harness.client(scenario, { maxRetries: 0 });
    await client.getService("first");
    await rejection(call(client));
    assert.deepEqual((await scenario.arrivals()).slice(1), [request], name);
  }
});

/** What a browser sends again by itself, on a connection that it kept. No page can tell it not to; whatever it does, the client asked once. */
const repeatedByBrowsers = { "is cut before an answer": cuts["before the head"], "carries a 408": kept("", 408) };

for (const [what, end] of Object.entries(repeatedByBrowsers)) {
  cases[`what creates, sends or spends is asked of a browser once, which itself sends it twice, when a connection ${what} that was used before`] = inBrowsers(async (harness) => {
    for (const [name, { call, request, answer }] of withEffect("creates", "spends")) {
      const scenario = await harness.scenario(kept(answer.body), end);
      const asked = [];
      const client = harness.client(scenario, { onRequest: ({ operation }) => asked.push(operation) });
      await call(client);
      const error = await rejection(call(client));
      assert.equal(error.attempts, 1, name);
      assert.deepEqual(asked, [name, name], "once for each call");
      assert.deepEqual((await scenario.arrivals()).slice(1), [request, request], name);
    }
  });
}

export default cases;
