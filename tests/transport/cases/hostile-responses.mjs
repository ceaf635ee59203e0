import { assert } from "chai";
import { operations } from "../suite/operations.mjs";
import { rejection, settled } from "../suite/outcome.mjs";

const good = '{"id":"service-id","name":"x","ctime":"x"}';
const bytes = (text) => new TextEncoder().encode(text);
const throwing = () => {
  throw new Error("from the answer");
};

/** A Response of a custom fetch's own making, with a status and headers, and a body of this kind. */
function double(members) {
  return Object.defineProperties({ status: 200, headers: new Headers() }, Object.getOwnPropertyDescriptors(members));
}

/** A body that gives these chunks. */
function stream(...chunks) {
  return { getReader: () => ({ read: async () => (chunks.length ? { done: false, value: chunks.shift() } : { done: true }), cancel() {} }) };
}

function detached() {
  const chunk = bytes(good);
  structuredClone(chunk, { transfer: [chunk.buffer] });
  return chunk;
}

const lying = Object.defineProperty(bytes(good), "byteLength", { value: 1 });

/** A made answer, and the code of the error it has to end in. */
const answers = {
  "body that fails midway": ["connection", () => new Response(new ReadableStream({ start: (c) => c.enqueue(bytes("{")), pull: throwing }))],
  "body that fails with null": ["connection", () => new Response(new ReadableStream({ pull: (c) => c.error(null) }))],
  "body that was read": ["invalid_response", async () => { const response = new Response(good); await response.text(); return response; }],
  "body that is locked": ["invalid_response", () => { const response = new Response(good); response.body.getReader(); return response; }],
  "body that never ends": ["timeout", () => new Response(new ReadableStream({}))],
  "body of 200 MB": ["invalid_response", () => { const chunk = new Uint8Array(1 << 16); return new Response(new ReadableStream({ pull: (c) => c.enqueue(chunk) })); }],
  "body of empty chunks without end": ["invalid_response", () => double({ body: { getReader: () => ({ read: () => ({ done: false, value: new Uint8Array() }), cancel() {} }) } })],
  "body of texts": ["invalid_response", () => double({ body: stream("{}") })],
  "body of nothing": ["invalid_response", () => double({ body: stream(null, undefined) })],
  "body whose steps are null": ["invalid_response", () => double({ body: { getReader: () => ({ read: async () => null, cancel() {} }) } })],
  "body that is not UTF-8": ["invalid_response", () => new Response(new Uint8Array([0x22, 0xff, 0x22]))],
  "body whose last character is cut": ["invalid_response", () => new Response(bytes(`${good}ä`).slice(0, -1))],
  "body of a detached chunk": ["invalid_response", () => double({ body: stream(detached()) })],
  "body of detached chunks": ["invalid_response", () => double({ body: stream(bytes("{"), detached()) })],
  "body whose reader throws": ["invalid_response", () => double({ body: { getReader: throwing } })],
  "body whose read throws": ["connection", () => double({ body: { getReader: () => ({ read: throwing }) } })],
  "body whose getter throws": ["invalid_response", () => double({ get body() { throw new Error("no"); } })],
  "text that is missing": ["invalid_response", () => double({})],
  "text that throws": ["connection", () => double({ text: throwing })],
  "text that rejects": ["connection", () => double({ text: () => Promise.reject("no") })],
  "text that never settles": ["timeout", () => double({ text: () => new Promise(() => {}) })],
  "text that is no text": ["invalid_response", () => double({ text: async () => ({}) })],
  "text of 2 MB": ["invalid_response", () => double({ text: async () => " ".repeat(2 << 20) })],
  "text that was read, as node-fetch has it": ["invalid_response", () => double({ bodyUsed: true, text: () => Promise.reject(new TypeError("body used already")) })],
  "status that is text": ["invalid_response", () => ({ status: "200", text: async () => good })],
  "status that is NaN": ["invalid_response", () => ({ status: NaN, text: async () => good })],
  "status of no range": ["invalid_response", () => ({ status: 99, text: async () => good })],
  "status of a large number": ["invalid_response", () => ({ status: 65736, text: async () => good })],
  "status whose getter throws": ["invalid_response", () => ({ get status() { throw new Error("no"); }, text: async () => good })],
};

/** Made answers that are good. */
const goodAnswers = {
  "test's double with status, headers.get and text": () => double({ text: async () => good }),
  "double without headers": () => ({ status: 200, text: async () => good }),
  "double whose headers throw": () => ({ status: 200, headers: { get: throwing }, text: async () => good }),
  "double whose text is no promise": () => double({ text: () => good }),
  "double whose text is a thenable": () => double({ text: () => ({ then: (resolve) => resolve(good) }) }),
  "double that is no promise": () => double({ text: () => good }),
  "stream in many chunks": () => double({ body: stream(...[...bytes(good)].map((byte) => Uint8Array.of(byte))) }),
  "stream of views of all kinds": () => double({ body: stream(new DataView(bytes(good).buffer), new Uint8ClampedArray(bytes(" ")), bytes("")) }),
  "stream that cuts a character": () => double({ body: stream(bytes(good.replace("x", "ä")).slice(0, 30), bytes(good.replace("x", "ä")).slice(30)) }),
  "chunk that lies about its length": () => double({ body: stream(lying, bytes(" ")) }),
  "body with a byte order mark": () => new Response(`\ufeff${good}`),
  "async iterable in place of a stream": () => double({ body: (async function* () { yield bytes(good.slice(0, 5)); yield bytes(good.slice(5)); })() }),
};

const cases = {
  async "body that is too long is not read on, stream or iterable"(harness) {
    let given = 0;
    const chunk = new Uint8Array(1 << 16);
    async function* pour() {
      for (;;) {
        given += 1;
        yield chunk;
      }
    }
    const iterator = pour();
    const reader = { read: () => iterator.next(), cancel() {} };
    for (const body of [{ getReader: () => reader }, pour()]) {
      given = 0;
      const error = await rejection(operations.getService.call(client(harness, () => double({ body }))));
      assert.include(error.message, "more than 1 MiB");
      assert.isAtMost(given, 17);
    }
  },

  async "hidden redirect is a RedirectError whatever makes it"(harness) {
    for (const response of [{ status: 0, type: "opaqueredirect", body: null }, { status: 302, headers: new Headers(), text: async () => "" }]) {
      assert.equal((await rejection(operations.getService.call(client(harness, () => response)))).code, "redirect");
    }
  },

  async "answer that can't be read does not undo a delete"(harness) {
    const { call } = operations.deleteUser;
    assert.isUndefined(await call(client(harness, () => double({ get body() { throw new Error("no"); } }))));
  },
};

for (const [what, [code, make]] of Object.entries(answers)) {
  cases[`${what} ends in the error of code ${code}`] = async (harness) => {
    for (const name of ["getService", "verifyPin", "createService"]) {
      const error = await rejection(operations[name].call(client(harness, make)));
      assert.isTrue(harness.verigator.VerigatorError.is(error), String(error));
      assert.equal(error.code, code);
    }
  };
}

for (const [what, make] of Object.entries(goodAnswers)) {
  cases[`${what} is a good answer`] = async (harness) => {
    const { value, error } = await settled(operations.getService.call(client(harness, make)));
    assert.equal(value?.id, "service-id", String(error));
  };
}

export default cases;

function client(harness, fetch) {
  return harness.clientOf("http://localhost", { fetch, timeoutMs: 500, maxRetries: 0 });
}
