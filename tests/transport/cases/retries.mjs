import { assert } from "chai";
import { cuts, kept, ok, refusal, service } from "../suite/answers.mjs";
import { operations, withEffect } from "../suite/operations.mjs";
import { rejection } from "../suite/outcome.mjs";
import { inBrowsers, outsideBrowsers } from "../suite/where.mjs";

const cases = {
  async "reads and deletes are repeated on a refused connection"(bench) {
    for (const [name, { call }] of withEffect("reads", "deletes")) {
      const error = await rejection(call(bench.clientOf(bench.servers.refusing)));
      assert.instanceOf(error, bench.verigator.ConnectionError, name);
      assert.equal(error.attempts, 3, name);
    }
  },

  async "what creates, sends or spends is repeated on a refused connection only where the runtime tells it"(bench) {
    for (const [name, { call }] of withEffect("creates", "spends")) {
      const error = await rejection(call(bench.clientOf(bench.servers.refusing)));
      assert.instanceOf(error, bench.verigator.ConnectionError, name);
      assert.equal(error.attempts, bench.runtime.tellsRefusal ? 3 : 1, name);
    }
  },

  async "reads and deletes are repeated on 408, 429 and 5xx"(bench) {
    for (const status of [408, 429, 500, 502, 503, 504, 599]) {
      for (const [name, { call, answer }] of withEffect("reads", "deletes")) {
        const lane = await bench.lane(refusal(status), refusal(status), answer);
        await call(bench.client(lane));
        assert.lengthOf(await lane.requests(), 3, `${name} ${status}`);
      }
    }
  },

  async "what creates, sends or spends is repeated on 429 with Retry-After"(bench) {
    for (const [name, { call, answer }] of withEffect("creates", "spends")) {
      const lane = await bench.lane(refusal(429, { "retry-after": "0" }), answer);
      await call(bench.client(lane));
      assert.lengthOf(await lane.requests(), 2, name);
    }
  },

  "what creates, sends or spends is sent once on 421, which runtimes repeat by themselves": outsideBrowsers(async (bench) => {
    for (const [name, { call, request }] of withEffect("creates", "spends")) {
      const lane = await bench.lane(refusal(421));
      const error = await rejection(call(bench.client(lane)));
      assert.include(error, { status: 421, attempts: 1 }, name);
      assert.deepEqual(await lane.arrivals(), [request], name);
    }
  }),

  "what creates, sends or spends is asked of a browser once, which itself sends it twice on 421": inBrowsers(async (bench) => {
    for (const [name, { call, request }] of withEffect("creates", "spends")) {
      const lane = await bench.lane(refusal(421));
      const error = await rejection(call(bench.client(lane)));
      assert.include(error, { status: 421, attempts: 1 }, name);
      assert.deepEqual(await lane.arrivals(), [request, request], name);
    }
  }),

  async "body arrives whole, with its length, whatever keeps the runtime from sending it twice"(bench) {
    const lane = await bench.lane(operations.verifyPin.answer);
    await operations.verifyPin.call(bench.client(lane));
    const [{ headers, body }] = await lane.requests();
    assert.equal(body, '{"token":"731946"}');
    assert.equal(headers["content-length"], "18");
    assert.notProperty(headers, "transfer-encoding");
  },

  async "what creates, sends or spends is not repeated on any other refusal"(bench) {
    const refusals = [refusal(408), refusal(429), refusal(503), refusal(503, { "retry-after": "0" }), refusal(500, { "retry-after": "0" }), refusal(409)];
    for (const answer of refusals) {
      for (const [name, { call }] of withEffect("creates", "spends")) {
        const lane = await bench.lane(answer);
        const error = await rejection(call(bench.client(lane)));
        assert.equal(error.attempts, 1, `${name} ${answer.status}`);
        assert.lengthOf(await lane.requests(), 1, `${name} ${answer.status}`);
      }
    }
  },

  async "409 and other 4xx are never repeated"(bench) {
    for (const status of [400, 401, 403, 404, 409, 410, 418, 422, 451]) {
      for (const [name, { call }] of Object.entries(operations)) {
        const lane = await bench.lane(refusal(status, { "retry-after": "0" }));
        await rejection(call(bench.client(lane)));
        assert.lengthOf(await lane.requests(), 1, `${name} ${status}`);
      }
    }
  },

  async "delete whose repetition finds 404 has succeeded"(bench) {
    for (const [name, { call }] of withEffect("deletes")) {
      const lane = await bench.lane(cuts["before the head"], refusal(404));
      assert.isUndefined(await call(bench.client(lane)), name);
    }
  },

  async "delete that finds 404 at once has failed"(bench) {
    for (const [name, { call }] of withEffect("deletes")) {
      const error = await rejection(call(bench.client(await bench.lane(refusal(404)))));
      assert.instanceOf(error, bench.verigator.NoSuchResourceError, name);
    }
  },

  async "read whose repetition finds 404 has failed"(bench) {
    const lane = await bench.lane(refusal(500), refusal(404));
    const error = await rejection(operations.getUser.call(bench.client(lane)));
    assert.equal(error.status, 404);
    assert.equal(error.attempts, 2);
  },

  async "409 after a repeated create says that the first may have succeeded"(bench) {
    for (const [name, { call }] of withEffect("creates")) {
      const lane = await bench.lane(refusal(429, { "retry-after": "0" }), refusal(409));
      const error = await rejection(call(bench.client(lane)));
      assert.instanceOf(error, bench.verigator.ResourceAlreadyExistsError, name);
      assert.include(error.message, "an earlier attempt may have succeeded", name);
    }
  },

  async "409 to a first create says nothing of an earlier attempt"(bench) {
    const error = await rejection(operations.createService.call(bench.client(await bench.lane(refusal(409)))));
    assert.notInclude(error.message, "earlier attempt");
  },

  async "maxRetries says how often, 0 turns it off, and a call's own wins"(bench) {
    for (const [options, call, expected] of [[{ maxRetries: 0 }, {}, 1], [{ maxRetries: 4 }, {}, 5], [{ maxRetries: 4 }, { maxRetries: 1 }, 2]]) {
      const lane = await bench.lane(refusal(500));
      const error = await rejection(bench.client(lane, options).getService("id", call));
      assert.equal(error.attempts, expected);
      assert.lengthOf(await lane.requests(), expected);
    }
  },

  async "repeated request is the same to the byte"(bench) {
    const lane = await bench.lane(refusal(429, { "retry-after": "0" }), ok(service));
    await operations.createService.call(bench.client(lane));
    const [first, second] = await lane.requests();
    assert.deepEqual(second, first);
  },
};

for (const [where, cut] of Object.entries(cuts)) {
  cases[`reads and deletes are repeated when the connection is cut ${where}`] = async (bench) => {
    for (const [name, { call, answer }] of withEffect("reads", "deletes")) {
      const lane = await bench.lane(cut, answer);
      await call(bench.client(lane));
      const isDoneByTheStatus = name.startsWith("delete") && cut.raw.includes("\r\n\r\n");
      assert.lengthOf(await lane.requests(), isDoneByTheStatus ? 1 : 2, name);
    }
  };

  cases[`what creates, sends or spends arrives once when the connection is cut ${where}`] = async (bench) => {
    for (const [name, { call, request }] of withEffect("creates", "spends")) {
      const lane = await bench.lane(cut);
      const error = await rejection(call(bench.client(lane)));
      assert.instanceOf(error, bench.verigator.ConnectionError, name);
      assert.include(error.message, "it was not retried", name);
      assert.deepEqual(await lane.arrivals(), [request], name);
    }
  };
}

cases["what creates, sends or spends arrives once when a connection is cut that was used before"] = outsideBrowsers(async (bench) => {
  for (const [name, { call, request }] of withEffect("creates", "spends")) {
    const lane = await bench.lane(kept(service), cuts["before the head"]);
    const client = bench.client(lane, { maxRetries: 0 });
    await client.getService("first");
    await rejection(call(client));
    assert.deepEqual((await lane.arrivals()).slice(1), [request], name);
  }
});

/** What a browser sends again by itself, on a connection that it kept. No page can tell it not to; whatever it does, the client asked once. */
const repeatedByBrowsers = { "is cut before an answer": cuts["before the head"], "carries a 408": kept("", 408) };

for (const [what, end] of Object.entries(repeatedByBrowsers)) {
  cases[`what creates, sends or spends is asked of a browser once, which itself sends it twice, when a connection ${what} that was used before`] = inBrowsers(async (bench) => {
    for (const [name, { call, request, answer }] of withEffect("creates", "spends")) {
      const lane = await bench.lane(kept(answer.body), end);
      const asked = [];
      const client = bench.client(lane, { onRequest: ({ operation }) => asked.push(operation) });
      await call(client);
      const error = await rejection(call(client));
      assert.equal(error.attempts, 1, name);
      assert.deepEqual(asked, [name, name], "once for each call");
      assert.deepEqual((await lane.arrivals()).slice(1), [request, request], name);
    }
  });
}

export default cases;
