import { assert } from "chai";
import { ok, service } from "../suite/responses.mjs";
import { rejection } from "../suite/outcome.mjs";

/** Options that a polluted `Object.prototype` could add. The client reads them when a method is called. */
const options = {
  baseUrl: "https://evil.example",
  timeoutMs: "soon",
  maxRetries: -1,
  fetch: () => Promise.reject(new Error("the polluted fetch was called")),
  dangerouslyAllowBrowser: "yes",
  onRequest: "not a function",
  onRetry: "not a function",
  signal: "not a signal",
  ticket: "not a ticket",
};

/** Properties that a response or a property descriptor could inherit at any time. */
const properties = { verified: true, message: "polluted", method: "sms", get: () => "polluted", set: () => {} };

const cases = {
  async "option that is inherited from the caller's own class is used"(harness) {
    class Options {
      get timeoutMs() {
        return 10;
      }
    }
    const client = harness.clientOf("http://localhost", { fetch: () => new Promise(() => {}) });
    assert.equal((await rejection(client.getService("id", new Options()))).code, "timeout");
  },
};

for (const [name, value] of Object.entries(options)) {
  cases[`option ${name} from a polluted Object.prototype is ignored`] = async (harness) => {
    const scenario = await harness.scenario(ok(service));
    const options = { baseUrl: scenario.url };
    const { client, baseUrl, call, gateway } = polluted(name, value, () => {
      const client = new harness.verigator.Verigator("username", "password", options);
      const gateway = harness.verigator.Verigator.viaGateway("https://gateway.example", {});
      return { client, baseUrl: client.baseUrl, call: client.getService("service-id", {}), gateway };
    });
    assert.equal(baseUrl, scenario.url);
    assert.equal((await call).id, "service-id");
    assert.equal(gateway.me.id, "me");
    client.free();
  };
}

for (const [name, value] of Object.entries(properties)) {
  cases[`property ${name} from a polluted Object.prototype does not change results`] = async (harness) => {
    // Created before the pollution, which breaks the constructor of Response in some runtimes.
    const responses = [service, { verified: false }].map((body) => new Response(JSON.stringify(body)));
    const client = harness.clientOf("http://localhost", { fetch: async () => responses.shift() });
    const user = client.service("s").user("u");
    Object.defineProperty(Object.prototype, name, { __proto__: null, value, configurable: true, writable: true });
    let results;
    try {
      results = [
        await client.getService("service-id"),
        await user.verifyPin("1234"),
        await rejection(user.verifyPin("")),
      ];
    } finally {
      delete Object.prototype[name];
    }
    const [received, verification, error] = results;
    assert.equal(received.id, "service-id");
    assert.deepEqual(verification, { verified: false, reason: "unknown" });
    assert.instanceOf(error, harness.verigator.InvalidInvocationError);
  };
}

export default cases;

/** Runs an action while `Object.prototype` has the property. */
function polluted(name, value, action) {
  Object.defineProperty(Object.prototype, name, { __proto__: null, value, configurable: true, writable: true });
  try {
    return action();
  } finally {
    delete Object.prototype[name];
  }
}
