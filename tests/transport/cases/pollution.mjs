import { assert } from "chai";
import { ok, service } from "../suite/responses.mjs";
import { rejection } from "../suite/outcome.mjs";

/** Options that a polluted `Object.prototype` could add, which are read as a method is called. */
const options = {
  baseUrl: "https://evil.example",
  timeoutMs: "soon",
  maxRetries: -1,
  fetch: () => Promise.reject(new Error("the polluted fetch was called")),
  dangerouslyAllowBrowser: "yes",
  onRequest: "no function",
  onRetry: "no function",
  signal: "no signal",
  ticket: "no ticket",
};

/** Members that a response or a descriptor of a property could inherit, at any time. */
const members = { verified: true, message: "polluted", method: "sms", get: () => "polluted", set: () => {} };

const cases = {
  async "option that the caller's own class has counts"(harness) {
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
  cases[`option ${name} of a polluted Object.prototype is ignored`] = async (harness) => {
    const scenario = await harness.scenario(ok(service));
    const given = { baseUrl: scenario.url };
    const { client, baseUrl, call, gateway } = polluted(name, value, () => {
      const client = new harness.verigator.Verigator("username", "password", given);
      const gateway = harness.verigator.Verigator.viaGateway("https://gateway.example", {});
      return { client, baseUrl: client.baseUrl, call: client.getService("service-id", {}), gateway };
    });
    assert.equal(baseUrl, scenario.url);
    assert.equal((await call).id, "service-id");
    assert.equal(gateway.me.id, "me");
    client.free();
  };
}

for (const [name, value] of Object.entries(members)) {
  cases[`member ${name} of a polluted Object.prototype changes no response`] = async (harness) => {
    // Made before, since the runtimes' own fetch does not bear all of this.
    const responses = [service, { verified: false }].map((body) => new Response(JSON.stringify(body)));
    const client = harness.clientOf("http://localhost", { fetch: async () => responses.shift() });
    const user = client.service("s").user("u");
    Object.defineProperty(Object.prototype, name, { __proto__: null, value, configurable: true, writable: true });
    let results;
    try {
      results = [await client.getService("service-id"), await user.verifyPin("1234"), await rejection(user.verifyPin(""))];
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

/** Runs while `Object.prototype` has the member. */
function polluted(name, value, act) {
  Object.defineProperty(Object.prototype, name, { __proto__: null, value, configurable: true, writable: true });
  try {
    return act();
  } finally {
    delete Object.prototype[name];
  }
}
