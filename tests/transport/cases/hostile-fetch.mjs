import { assert } from "chai";
import { password, username } from "../suite/canaries.mjs";
import { operations } from "../suite/operations.mjs";
import { rejection, settled } from "../suite/outcome.mjs";

const revoked = () => {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
};
const throwing = () => {
  throw new Error("from a trap");
};
const hostile = new Proxy(
  {},
  { get: throwing, has: throwing, ownKeys: throwing, getPrototypeOf: throwing, getOwnPropertyDescriptor: throwing },
);

/** Custom fetches by what they do, each with the expected error code. */
const fetches = {
  "rejects with an Error": [
    "connection",
    async () => {
      throw new Error("no");
    },
  ],
  "rejects with a string": ["connection", () => Promise.reject("no")],
  "rejects with null": ["connection", () => Promise.reject(null)],
  "rejects with nothing": ["connection", () => Promise.reject()],
  "rejects with a number": ["connection", () => Promise.reject(7)],
  "rejects with a symbol": ["connection", () => Promise.reject(Symbol("no"))],
  "rejects with a BigInt": ["connection", () => Promise.reject(7n)],
  "rejects with an error from another realm": [
    "connection",
    () => Promise.reject({ __proto__: null, name: "TypeError", message: "no" }),
  ],
  "rejects with an object whose getters throw": [
    "connection",
    () =>
      Promise.reject({
        get name() {
          throw 1;
        },
        get message() {
          throw 2;
        },
        get cause() {
          throw 3;
        },
        get code() {
          throw 4;
        },
      }),
  ],
  "rejects with a Proxy that throws": ["connection", () => Promise.reject(hostile)],
  "rejects with a revoked Proxy": ["connection", () => Promise.reject(revoked())],
  "rejects with an error that is its own cause": [
    "connection",
    () => {
      const error = new Error("no");
      error.cause = error;
      return Promise.reject(error);
    },
  ],
  "throws synchronously": [
    "connection",
    () => {
      throw new TypeError("no");
    },
  ],
  "throws a string synchronously": [
    "connection",
    () => {
      throw "no";
    },
  ],
  "throws undefined synchronously": [
    "connection",
    () => {
      throw undefined;
    },
  ],
  "returns nothing": ["invalid_response", () => undefined],
  "returns null": ["invalid_response", () => null],
  "returns a string": ["invalid_response", () => "ok"],
  "returns a function": ["invalid_response", () => () => {}],
  "returns a symbol": ["invalid_response", () => Symbol("ok")],
  "returns an object": ["invalid_response", () => ({})],
  "returns an array": ["invalid_response", () => []],
  "returns a Proxy that throws": ["connection", () => hostile],
  "returns a revoked Proxy": ["connection", () => revoked()],
  "resolves to nothing": ["invalid_response", async () => undefined],
  "resolves to null": ["invalid_response", async () => null],
  "resolves to a string": ["invalid_response", async () => "ok"],
  "resolves to a network error": ["invalid_response", async () => Response.error()],
  "returns a thenable that rejects": ["connection", () => ({ then: (_, reject) => reject("no") })],
  "returns a thenable that throws": ["connection", () => ({ then: throwing })],
  "returns a thenable whose getter throws": [
    "connection",
    () => ({
      get then() {
        throw new Error("no");
      },
    }),
  ],
  "returns a thenable that never calls back": ["timeout", () => ({ then() {} })],
  "returns a promise that never settles": ["timeout", () => new Promise(() => {})],
  "returns a promise whose constructor cannot be read": [
    "connection",
    () => Object.defineProperty(Promise.resolve(), "constructor", { get: throwing }),
  ],
  "returns a thenable that calls back more than once": [
    "invalid_response",
    () => ({
      then: (resolve, reject) => {
        resolve(1);
        reject(2);
        resolve(3);
      },
    }),
  ],
};

const cases = {
  async "missing global fetch is a ConnectionError"(harness) {
    await withGlobal("fetch", undefined, async () => {
      const error = await rejection(operations.verifyPin.call(harness.clientOf(harness.servers.refusing)));
      assert.instanceOf(error, harness.verigator.ConnectionError);
    });
  },

  async "global fetch is looked up at each call, so it can be replaced later"(harness) {
    const client = harness.clientOf(harness.servers.refusing);
    await withGlobal(
      "fetch",
      async () => new Response('{"verified":true}'),
      async () => {
        assert.deepEqual(await operations.verifyPin.call(client), { verified: true });
      },
    );
  },

  async "missing global Headers is a ConnectionError"(harness) {
    await withGlobal("Headers", undefined, async () => {
      const error = await rejection(
        operations.verifyPin.call(harness.clientOf(harness.servers.refusing, { fetch: throwing })),
      );
      assert.instanceOf(error, harness.verigator.ConnectionError);
    });
  },

  async "custom fetch is called without `this`, with a URL and the init of the global fetch"(harness) {
    let received;
    const fetch = function (...values) {
      received = { self: this, values };
      return Promise.reject();
    };
    await rejection(operations.verifyPin.call(harness.clientOf("http://localhost", { fetch })));
    assert.isUndefined(received.self);
    const [url, init, ...rest] = received.values;
    assert.equal(url, "http://localhost/v1/service/service/service-id/users/user-id/auth");
    assert.include(init, {
      method: "PUT",
      body: '{"token":"731946"}',
      redirect: "manual",
      credentials: "omit",
      referrerPolicy: "no-referrer",
    });
    assert.lengthOf(rest, 0);
  },

  async "fetch that resolves to a Proxy of a Response is an InvalidResponseError, or succeeds if the runtime reads through a Proxy"(
    harness,
  ) {
    const fetch = async () => new Proxy(new Response('{"verified":true}'), {});
    const { value, error } = await settled(operations.verifyPin.call(harness.clientOf("http://localhost", { fetch })));
    if (error) assert.instanceOf(error, harness.verigator.InvalidResponseError);
    else assert.deepEqual(value, { verified: true });
  },

  async "fetch that is not a function throws"(harness) {
    for (const fetch of [null, {}, "fetch", 7]) {
      assert.throws(() => harness.clientOf("http://localhost", { fetch }), /options\.fetch: expected a function/);
    }
  },

  async "options whose getters throw are rejected"(harness) {
    for (const name of ["signal", "timeoutMs", "maxRetries"]) {
      const options = Object.defineProperty({}, name, { get: throwing });
      for (const [operation, { call }] of Object.entries(operations)) {
        assert.equal(
          (await rejection(call(harness.clientOf("http://localhost"), options))).code,
          "invalid_invocation",
          operation,
        );
      }
    }
    for (const name of [
      "baseUrl",
      "timeoutMs",
      "maxRetries",
      "fetch",
      "dangerouslyAllowBrowser",
      "onRequest",
      "onResponse",
      "onRetry",
    ]) {
      const options = Object.defineProperty({ baseUrl: "http://localhost" }, name, { get: throwing });
      assert.throws(() => new harness.verigator.Verigator(username, password, options), /a getter that throws/);
    }
  },

  async "arguments that throw when they are read are rejected"(harness) {
    const client = harness.clientOf("http://localhost");
    for (const value of [hostile, revoked(), Symbol("x"), 7n, Object.create(null)]) {
      const calls = [
        client.getService(value),
        client.createService(value, value),
        client.service("s").user("u").verifyPin(value),
      ];
      if (typeof value !== "object") calls.push(client.getService("s", value));
      else calls.push(client.getService("s", { signal: value }), client.getService("s", { timeoutMs: value }));
      for (const call of calls) assert.equal((await rejection(call)).code, "invalid_invocation");
    }
    client.free();
  },

  async "options that are not an object are rejected"(harness) {
    for (const options of [null, 7, "x", true, () => {}]) {
      assert.equal(
        (await rejection(harness.clientOf("http://localhost").getService("s", options))).code,
        "invalid_invocation",
      );
    }
  },
};

for (const [description, [code, fetch]] of Object.entries(fetches)) {
  cases[`fetch that ${description} fails with the code ${code}`] = async (harness) => {
    for (const [name, { call }] of Object.entries(operations)) {
      const error = await rejection(
        call(harness.clientOf("http://localhost", { fetch, timeoutMs: 10, maxRetries: 0 })),
      );
      assert.isTrue(harness.verigator.VerigatorError.is(error), `${name}: ${String(error)}`);
      assert.include(error, { code, operation: name, attempts: 1 });
    }
  };
}

export default cases;

async function withGlobal(name, value, action) {
  const before = Object.getOwnPropertyDescriptor(globalThis, name);
  Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
  try {
    await action();
  } finally {
    // In workerd, globals are inherited from the prototype.
    if (before) Object.defineProperty(globalThis, name, before);
    else delete globalThis[name];
  }
}
