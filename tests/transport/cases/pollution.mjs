import { assert } from "chai";
import { ok, service } from "../suite/answers.mjs";
import { operations } from "../suite/operations.mjs";
import { rejection } from "../suite/outcome.mjs";

/** What a polluted `Object.prototype` could make of a client and its calls. */
const polluted = {
  baseUrl: "https://evil.example",
  timeoutMs: "soon",
  maxRetries: -1,
  fetch: () => assert.fail("the polluted fetch was called"),
  dangerouslyAllowBrowser: "yes",
  onRequest: () => assert.fail("a polluted hook was called"),
  signal: AbortSignal.abort("polluted"),
  ticket: "polluted",
  verified: true,
  message: "polluted",
  get: () => "polluted",
  set: () => assert.fail("a polluted setter was called"),
};

const cases = {
  async "option that the caller's own class has counts"(bench) {
    class Options {
      get timeoutMs() {
        return 10;
      }
    }
    const client = bench.clientOf("http://localhost", { fetch: () => new Promise(() => {}) });
    assert.equal((await rejection(client.getService("id", new Options()))).code, "timeout");
  },
};

for (const [name, value] of Object.entries(polluted)) {
  cases[`polluted Object.prototype.${name} changes nothing`] = async (bench) => {
    const lane = await bench.lane(ok(service));
    const rejecting = await bench.lane(ok({ verified: false }));
    Object.defineProperty(Object.prototype, name, { __proto__: null, value, configurable: true, writable: true });
    try {
      const client = bench.clientOf(lane.url, {});
      assert.equal((await client.getService("service-id", {})).id, "service-id");
      assert.equal(client.baseUrl, lane.url);
      const error = await rejection(client.service("s").getUser("..", {}));
      assert.equal(error.code, "invalid_invocation");
      assert.deepEqual({ ...(await operations.verifyPin.call(bench.clientOf(rejecting.url, {}))) }, { verified: false, reason: "unknown" });
    } finally {
      delete Object.prototype[name];
    }
  };
}

export default cases;
