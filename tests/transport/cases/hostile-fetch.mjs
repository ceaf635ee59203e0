import { assert } from "chai";
import { password, username } from "../suite/canaries.mjs";
import { operations, withEffect } from "../suite/operations.mjs";
import { rejection, settled } from "../suite/outcome.mjs";

const revoked = () => {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
};
const throwing = () => {
  throw new Error("from a trap");
};
const hostile = new Proxy({}, { get: throwing, has: throwing, ownKeys: throwing, getPrototypeOf: throwing, getOwnPropertyDescriptor: throwing });

/** What a custom fetch does, and the code of the error that it has to end in. */
const fetches = {
  "rejects with an Error": ["connection", async () => { throw new Error("no"); }],
  "rejects with a text": ["connection", () => Promise.reject("no")],
  "rejects with null": ["connection", () => Promise.reject(null)],
  "rejects with nothing": ["connection", () => Promise.reject()],
  "rejects with a number": ["connection", () => Promise.reject(7)],
  "rejects with a symbol": ["connection", () => Promise.reject(Symbol("no"))],
  "rejects with a BigInt": ["connection", () => Promise.reject(7n)],
  "rejects with an error of another realm": ["connection", () => Promise.reject({ __proto__: null, name: "TypeError", message: "no" })],
  "rejects with an object whose getters throw": ["connection", () => Promise.reject({ get name() { throw 1; }, get message() { throw 2; }, get cause() { throw 3; }, get code() { throw 4; } })],
  "rejects with a Proxy that throws": ["connection", () => Promise.reject(hostile)],
  "rejects with a revoked Proxy": ["connection", () => Promise.reject(revoked())],
  "rejects with an error that is its own cause": ["connection", () => { const error = new Error("no"); error.cause = error; return Promise.reject(error); }],
  "throws at once": ["connection", () => { throw new TypeError("no"); }],
  "throws a text at once": ["connection", () => { throw "no"; }],
  "throws undefined at once": ["connection", () => { throw undefined; }],
  "returns nothing": ["invalid_response", () => undefined],
  "returns null": ["invalid_response", () => null],
  "returns a text": ["invalid_response", () => "ok"],
  "returns a function": ["invalid_response", () => () => {}],
  "returns a symbol": ["invalid_response", () => Symbol("ok")],
  "returns an object": ["invalid_response", () => ({})],
  "returns an array": ["invalid_response", () => []],
  "returns a Proxy that throws": ["connection", () => hostile],
  "returns a revoked Proxy": ["connection", () => revoked()],
  "resolves to nothing": ["invalid_response", async () => undefined],
  "resolves to null": ["invalid_response", async () => null],
  "resolves to a text": ["invalid_response", async () => "ok"],
  "resolves to a network error": ["invalid_response", async () => Response.error()],
  "returns a thenable that rejects": ["connection", () => ({ then: (_, reject) => reject("no") })],
  "returns a thenable that throws": ["connection", () => ({ then: throwing })],
  "returns a thenable whose getter throws": ["connection", () => ({ get then() { throw new Error("no"); } })],
  "returns a thenable that never calls back": ["timeout", () => ({ then() {} })],
  "returns a promise that never settles": ["timeout", () => new Promise(() => {})],
  "returns a promise whose constructor can't be read": ["connection", () => Object.defineProperty(Promise.resolve(), "constructor", { get: throwing })],
  "returns a thenable that answers twice": ["invalid_response", () => ({ then: (resolve, reject) => { resolve(1); reject(2); resolve(3); } })],
};

const cases = {
  async "fetch that is missing is a ConnectionError"(harness) {
    await withGlobal("fetch", undefined, async () => {
      const error = await rejection(operations.verifyPin.call(harness.clientOf(harness.servers.refusing)));
      assert.instanceOf(error, harness.verigator.ConnectionError);
    });
  },

  async "global fetch is looked up when it is called, so that one set later is seen"(harness) {
    const client = harness.clientOf(harness.servers.refusing);
    await withGlobal("fetch", async () => new Response('{"verified":true}'), async () => {
      assert.deepEqual(await operations.verifyPin.call(client), { verified: true });
    });
  },

  async "Headers that are missing are a ConnectionError"(harness) {
    await withGlobal("Headers", undefined, async () => {
      const error = await rejection(operations.verifyPin.call(harness.clientOf(harness.servers.refusing, { fetch: throwing })));
      assert.instanceOf(error, harness.verigator.ConnectionError);
    });
  },

  async "custom fetch is called with this undefined, a URL and what the platform's takes"(harness) {
    let seen;
    const fetch = function (...values) {
      seen = { self: this, values };
      return Promise.reject();
    };
    await rejection(operations.verifyPin.call(harness.clientOf("http://localhost", { fetch })));
    assert.isUndefined(seen.self);
    const [url, init, ...rest] = seen.values;
    assert.equal(url, "http://localhost/v1/service/service/service-id/users/user-id/auth");
    assert.include(init, { method: "PUT", body: '{"token":"731946"}', redirect: "manual", credentials: "omit", referrerPolicy: "no-referrer" });
    assert.lengthOf(rest, 0);
  },

  async "fetch that resolves to a Proxy of a Response is an InvalidResponseError, or a good answer where the runtime reads through one"(harness) {
    const fetch = async () => new Proxy(new Response('{"verified":true}'), {});
    const { value, error } = await settled(operations.verifyPin.call(harness.clientOf("http://localhost", { fetch })));
    if (error) assert.instanceOf(error, harness.verigator.InvalidResponseError);
    else assert.deepEqual(value, { verified: true });
  },

  async "fetch that is no function is refused"(harness) {
    for (const fetch of [null, {}, "fetch", 7]) {
      assert.throws(() => harness.clientOf("http://localhost", { fetch }), /options\.fetch: expected a function/);
    }
  },

  async "options whose getters throw are refused"(harness) {
    for (const name of ["signal", "timeoutMs", "maxRetries"]) {
      const options = Object.defineProperty({}, name, { get: throwing });
      for (const [operation, { call }] of Object.entries(operations)) {
        assert.equal((await rejection(call(harness.clientOf("http://localhost"), options))).code, "invalid_invocation", operation);
      }
    }
    for (const name of ["baseUrl", "timeoutMs", "maxRetries", "fetch", "dangerouslyAllowBrowser", "onRequest", "onResponse", "onRetry"]) {
      const options = Object.defineProperty({ baseUrl: "http://localhost" }, name, { get: throwing });
      assert.throws(() => new harness.verigator.Verigator(username, password, options), /a getter that throws/);
    }
  },

  async "arguments that throw when they are looked at are refused"(harness) {
    const client = harness.clientOf("http://localhost");
    for (const value of [hostile, revoked(), Symbol("x"), 7n, Object.create(null)]) {
      const calls = [client.getService(value), client.createService(value, value), client.service("s").user("u").verifyPin(value)];
      if (typeof value !== "object") calls.push(client.getService("s", value));
      else calls.push(client.getService("s", { signal: value }), client.getService("s", { timeoutMs: value }));
      for (const call of calls) assert.equal((await rejection(call)).code, "invalid_invocation");
    }
    client.free();
  },

  async "options that are no object are refused"(harness) {
    for (const options of [null, 7, "x", true, () => {}]) {
      assert.equal((await rejection(harness.clientOf("http://localhost").getService("s", options))).code, "invalid_invocation");
    }
  },
};

for (const [what, [code, fetch]] of Object.entries(fetches)) {
  cases[`fetch that ${what} ends in the error of code ${code}`] = async (harness) => {
    for (const [name, { call }] of withEffect("reads", "deletes", "creates", "spends")) {
      const error = await rejection(call(harness.clientOf("http://localhost", { fetch, timeoutMs: 10, maxRetries: 0 })));
      assert.isTrue(harness.verigator.VerigatorError.is(error), `${name}: ${String(error)}`);
      assert.include(error, { code, operation: name, attempts: 1 });
    }
  };
}

export default cases;

async function withGlobal(name, value, act) {
  const before = Object.getOwnPropertyDescriptor(globalThis, name);
  Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
  try {
    await act();
  } finally {
    // workerd's globals are the prototype's.
    if (before) Object.defineProperty(globalThis, name, before);
    else delete globalThis[name];
  }
}
