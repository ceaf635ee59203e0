import { assert } from "chai";
import { operations } from "../suite/operations.mjs";
import { rejection, settled } from "../suite/outcome.mjs";

const validText = '{"id":"service-id","name":"x","ctime":"x"}';
const bytes = (text) => new TextEncoder().encode(text);
const throwing = () => {
  throw new Error("from the response");
};

/** A test double of a Response, with status 200, headers and the given members. */
function double(members) {
  return Object.defineProperties({ status: 200, headers: new Headers() }, Object.getOwnPropertyDescriptors(members));
}

/** A body that yields these chunks. */
function stream(...chunks) {
  return {
    getReader: () => ({
      read: async () => (chunks.length ? { done: false, value: chunks.shift() } : { done: true }),
      cancel() {},
    }),
  };
}

function detached() {
  const chunk = bytes(validText);
  structuredClone(chunk, { transfer: [chunk.buffer] });
  return chunk;
}

const misreported = Object.defineProperty(bytes(validText), "byteLength", { value: 1 });

/** Invalid responses of a custom fetch, each with the expected error code. */
const invalidResponses = {
  "body that fails midway": [
    "connection",
    () => new Response(new ReadableStream({ start: (c) => c.enqueue(bytes("{")), pull: throwing })),
  ],
  "body that fails with null": ["connection", () => new Response(new ReadableStream({ pull: (c) => c.error(null) }))],
  "body that was already read": [
    "invalid_response",
    async () => {
      const response = new Response(validText);
      await response.text();
      return response;
    },
  ],
  "body that is locked": [
    "invalid_response",
    () => {
      const response = new Response(validText);
      response.body.getReader();
      return response;
    },
  ],
  "body that never ends": ["timeout", () => new Response(new ReadableStream({}))],
  "body of 200 MB": [
    "invalid_response",
    () => {
      const chunk = new Uint8Array(1 << 16);
      return new Response(new ReadableStream({ pull: (c) => c.enqueue(chunk) }));
    },
  ],
  "endless body of empty chunks": [
    "invalid_response",
    () =>
      double({ body: { getReader: () => ({ read: () => ({ done: false, value: new Uint8Array() }), cancel() {} }) } }),
  ],
  "body of strings": ["invalid_response", () => double({ body: stream("{}") })],
  "body of null and undefined": ["invalid_response", () => double({ body: stream(null, undefined) })],
  "body whose read results are null": [
    "invalid_response",
    () => double({ body: { getReader: () => ({ read: async () => null, cancel() {} }) } }),
  ],
  "body that is not UTF-8": ["invalid_response", () => new Response(new Uint8Array([0x22, 0xff, 0x22]))],
  "body whose last character is truncated": [
    "invalid_response",
    () => new Response(bytes(`${validText}ä`).slice(0, -1)),
  ],
  "body of a detached chunk": ["invalid_response", () => double({ body: stream(detached()) })],
  "body of detached chunks": ["invalid_response", () => double({ body: stream(bytes("{"), detached()) })],
  "body whose reader throws": ["invalid_response", () => double({ body: { getReader: throwing } })],
  "body whose read throws": ["connection", () => double({ body: { getReader: () => ({ read: throwing }) } })],
  "body whose getter throws": [
    "invalid_response",
    () =>
      double({
        get body() {
          throw new Error("no");
        },
      }),
  ],
  "missing text method": ["invalid_response", () => double({})],
  "text method that throws": ["connection", () => double({ text: throwing })],
  "text method that rejects": ["connection", () => double({ text: () => Promise.reject("no") })],
  "text method that never settles": ["timeout", () => double({ text: () => new Promise(() => {}) })],
  "text method that does not resolve to a string": ["invalid_response", () => double({ text: async () => ({}) })],
  "text of 2 MB": ["invalid_response", () => double({ text: async () => " ".repeat(2 << 20) })],
  "text that was already read, as node-fetch reports it": [
    "invalid_response",
    () => double({ bodyUsed: true, text: () => Promise.reject(new TypeError("body used already")) }),
  ],
  "status that is a string": ["invalid_response", () => ({ status: "200", text: async () => validText })],
  "status that is NaN": ["invalid_response", () => ({ status: NaN, text: async () => validText })],
  "status below 100": ["invalid_response", () => ({ status: 99, text: async () => validText })],
  "status above 599": ["invalid_response", () => ({ status: 65736, text: async () => validText })],
  "status whose getter throws": [
    "invalid_response",
    () => ({
      get status() {
        throw new Error("no");
      },
      text: async () => validText,
    }),
  ],
};

/** Unusual but valid responses of a custom fetch. */
const validResponses = {
  "test double with status, headers.get and text": () => double({ text: async () => validText }),
  "test double without headers": () => ({ status: 200, text: async () => validText }),
  "test double whose headers throw": () => ({ status: 200, headers: { get: throwing }, text: async () => validText }),
  "test double whose text method does not return a promise": () => double({ text: () => validText }),
  "test double whose text method returns a thenable": () =>
    double({ text: () => ({ then: (resolve) => resolve(validText) }) }),
  "test double that is not wrapped in a promise": () => double({ text: () => validText }),
  "stream of one-byte chunks": () =>
    double({ body: stream(...[...bytes(validText)].map((byte) => Uint8Array.of(byte))) }),
  "stream of different typed arrays and views": () =>
    double({ body: stream(new DataView(bytes(validText).buffer), new Uint8ClampedArray(bytes(" ")), bytes("")) }),
  "stream that splits a character between chunks": () =>
    double({
      body: stream(bytes(validText.replace("x", "ä")).slice(0, 30), bytes(validText.replace("x", "ä")).slice(30)),
    }),
  "stream with a chunk that misreports its length": () => double({ body: stream(misreported, bytes(" ")) }),
  "body with a byte order mark": () => new Response(`\ufeff${validText}`),
  "test double whose text method stands beside a body that is no stream": () =>
    double({ body: validText, text: async () => validText }),
  "test double whose text method stands beside a body of null": () =>
    double({ body: null, text: async () => validText }),
  "async iterable instead of a stream": () =>
    double({
      body: (async function* () {
        yield bytes(validText.slice(0, 5));
        yield bytes(validText.slice(5));
      })(),
    }),
};

/** A getter that returns the real member at first, and runs an action from the given reading on. */
function later(name, firstReading, action) {
  let readings = 0;
  return {
    get() {
      return ++readings < firstReading ? Reflect.get(Response.prototype, name, this) : action();
    },
  };
}

/** Members that a custom fetch could define on a native Response. */
const oddMembers = {
  "headers that are a Proxy": ({ headers }) => ({ headers: { value: new Proxy(headers, {}) } }),
  "headers of the right class that are none": () => ({ headers: { value: Object.create(Headers.prototype) } }),
  "a status that is a BigInt": () => ({ status: { value: 200n } }),
};
for (const name of ["status", "headers", "body", "type", "bodyUsed"]) {
  for (const reading of [1, 2, 3]) {
    oddMembers[`a member ${name} whose getter throws at reading ${reading}`] = () => ({
      [name]: later(name, reading, throwing),
    });
    oddMembers[`a member ${name} that becomes a symbol at reading ${reading}`] = () => ({
      [name]: later(name, reading, () => Symbol(name)),
    });
  }
}

/** Methods `get` that a custom fetch could give to the headers of a native Response. */
const oddHeaders = { throw: throwing, "return a number": () => 42, "return an object": () => ({}) };

const cases = {
  async "stream or iterable that is too long is not read further"(harness) {
    let chunkCount = 0;
    const chunk = new Uint8Array(1 << 16);
    async function* pour() {
      for (;;) {
        chunkCount += 1;
        yield chunk;
      }
    }
    const iterator = pour();
    const reader = { read: () => iterator.next(), cancel() {} };
    for (const body of [{ getReader: () => reader }, pour()]) {
      chunkCount = 0;
      const error = await rejection(operations.getService.call(client(harness, () => double({ body }))));
      assert.include(error.message, "more than 1024 KiB");
      assert.isAtMost(chunkCount, 17);
    }
  },

  async "hidden redirect is a RedirectError, whatever created the response"(harness) {
    for (const response of [
      { status: 0, type: "opaqueredirect", body: null },
      { status: 302, headers: new Headers(), text: async () => "" },
    ]) {
      assert.equal((await rejection(operations.getService.call(client(harness, () => response)))).code, "redirect");
    }
  },

  async "delete succeeds even if its response body cannot be read"(harness) {
    const { call } = operations.deleteUser;
    assert.isUndefined(
      await call(
        client(harness, () =>
          double({
            get body() {
              throw new Error("no");
            },
          }),
        ),
      ),
    );
  },
};

for (const [description, [code, createResponse]] of Object.entries(invalidResponses)) {
  cases[`${description} fails with the code ${code}`] = async (harness) => {
    for (const name of ["getService", "verifyPin", "createService"]) {
      const error = await rejection(
        operations[name].call(client(harness, createResponse, code === "timeout" ? { timeoutMs: 50 } : {})),
      );
      assert.isTrue(harness.verigator.VerigatorError.is(error), String(error));
      assert.equal(error.code, code);
    }
  };
}

for (const [description, membersOf] of Object.entries(oddMembers)) {
  cases[`call settles if a native Response has ${description}`] = async (harness) => {
    for (const status of [200, 429, 503]) {
      await settles(harness, () => {
        const response = new Response(validText, { status });
        return Object.defineProperties(response, membersOf(response));
      });
    }
  };
}

for (const [description, get] of Object.entries(oddHeaders)) {
  cases[`call settles if the headers of a native Response ${description}`] = async (harness) => {
    for (const status of [200, 429, 503]) {
      await settles(harness, () => {
        const response = new Response(validText, { status });
        Object.assign(response.headers, { get });
        return response;
      });
    }
  };
}

for (const [description, createResponse] of Object.entries(validResponses)) {
  cases[`${description} is accepted`] = async (harness) => {
    const { value, error } = await settled(operations.getService.call(client(harness, createResponse)));
    assert.equal(value?.id, "service-id", String(error));
  };
}

export default cases;

/** Asserts that a call resolves or rejects with an error of the package, before its time limit. */
async function settles(harness, createResponse) {
  const options = { fetch: async () => createResponse(), maxRetries: 0, onResponse() {} };
  const { value, error } = await settled(operations.getService.call(harness.clientOf("http://localhost", options)));
  if (error) assert.isTrue(harness.verigator.VerigatorError.is(error) && error.code !== "timeout", String(error));
  else assert.equal(value.id, "service-id");
}

function client(harness, fetch, options) {
  return harness.clientOf("http://localhost", { fetch, maxRetries: 0, ...options });
}
