/**
 * Safe access to values that others made: each may throw, lie or never settle. wasm-bindgen's own way to catch loses a slot of its table of
 * values, and so some bytes of wasm memory, each time that something is thrown.
 *
 * One object, since the wasm file itself would import separate functions, under a path that the package does not have.
 */
export const safeAccess = {
  /** Returns a member of an object or a function, or undefined if there is none or its getter throws. */
  member(value, name) {
    try {
      return typeof value === "object" || typeof value === "function" ? value?.[name] : undefined;
    } catch {
      return undefined;
    }
  },

  /** Returns an own member of parsed JSON: what a polluted `Object.prototype` has is not part of it. */
  ownMember(value, name) {
    return typeof value === "object" && value !== null && Object.hasOwn(value, name) ? value[name] : undefined;
  },

  /** Returns an option, which may be inherited from the caller's class, but not from the prototype that all objects share. */
  option(options, name) {
    for (let holder = options; holder !== null; holder = Object.getPrototypeOf(holder)) {
      const isShared = holder !== options && Object.getPrototypeOf(holder) === null;
      if (!isShared && Object.hasOwn(holder, name)) return options[name];
    }
    return undefined;
  },

  /** Returns a header, or undefined if there is none or it cannot be read. */
  header: safe((headers, name) => headers.get(name)),

  /** Returns the reason of an aborted signal, which some implementations lack. */
  reason: safe(({ reason = AbortSignal.abort().reason }) => reason),

  /** Returns the value of a JSON text, or undefined if the text is not JSON. */
  parseJson: safe((text) => JSON.parse(text)),

  /** Calls a hook, and ignores what it throws and what its promise rejects with, which would end a Node process. */
  emit: safe((hook, event) => ignoreRejection(hook(event))),

  /** Calls fetch, and notifies how its promise settles. `this` is never an object of the package. */
  fetch: (notify, slot, serial, custom, url, init) => safeAccess.ask(notify, slot, serial, () => (custom ?? globalThis.fetch)(url, init)),

  /** Reads the next chunk, and notifies how the promise settles. */
  read: (notify, slot, serial, reader) => safeAccess.ask(notify, slot, serial, () => reader.read()),

  /** Reads a whole body as text, and notifies how the promise settles. */
  text: (notify, slot, serial, response) => safeAccess.ask(notify, slot, serial, () => response.text()),

  /** Calls a function without arguments, and notifies how its promise settles. */
  ask(notify, slot, serial, act) {
    const rejected = (thrown) => notify(slot, serial, REJECTED, thrown);
    try {
      Promise.resolve(act()).then((value) => {
        const native = membersOfNative(value);
        notify(slot, serial, native ? NATIVE_RESPONSE : FULFILLED, native ?? value);
      }, rejected);
    } catch (thrown) {
      rejected(thrown);
    }
  },

  /** Cancels a reader, and ignores whether that succeeds. */
  cancel: safe((reader) => ignoreRejection(reader.cancel())),

  /**
   * Returns an object with `read` and `cancel` for a stream of the web or an async iterable, as node-fetch has it. Returns undefined if the body
   * is neither, or locked.
   */
  readerOf: safe((body) => {
    const reader = body.getReader?.();
    if (reader) return reader;
    const iterator = body[Symbol.asyncIterator]();
    return { read: () => iterator.next(), cancel: () => iterator.return?.() };
  }),

  /** Returns the chunk of what a reader read, null at the end of the body, or undefined if it cannot be read. */
  chunk: safe(({ done, value }) => (done ? null : value)),

  /** Returns the number of bytes of a chunk, or undefined if it holds none. */
  byteLength: safe((chunk) => (ArrayBuffer.isView(chunk) ? chunk.byteLength : undefined)),

  /** Returns a decoder of UTF-8. */
  newDecoder: safe(() => new TextDecoder("utf-8", { fatal: true })),

  /** Decodes a chunk, or the end of a stream if there is none. Returns undefined if it is not UTF-8. */
  decode: safe((own, chunk, stream) => (own ?? (decoder ??= safeAccess.newDecoder())).decode(chunk, { stream })),

  /**
   * Returns a body that the runtime cannot send a second time: a Blob in Deno, a stream in Node. The stream has the text for mocks of fetch, and needs
   * a Content-Length, without which Node would send chunks.
   */
  unrepeatable(text, headers) {
    if (typeof Deno === "object") return new Blob([text]);
    const bytes = (encoder ??= new TextEncoder()).encode(text);
    headers.set("Content-Length", bytes.length);
    const pull = (controller) => {
      controller.enqueue(bytes);
      controller.close();
    };
    return Object.assign(new ReadableStream({ __proto__: null, type: "bytes", pull }), { toString: () => text });
  },
};

/** Of bodies of one chunk. Made on first use: a runtime without them, such as Jest's jsdom, can still import the package. */
let encoder, decoder;

/** How a promise settled, by the numbers that `pending.rs` knows. */
const [NATIVE_RESPONSE, FULFILLED, REJECTED] = [0, 1, 2];

/**
 * Returns the members of the runtime's own Response, or undefined for any other value. Each is read once, since a Response may have a getter of its own or
 * be a Proxy, which throws the next time. Only `bodyUsed` is read when it is needed: Node takes 5 µs for it.
 */
const membersOfNative = safe((response) => {
  if (!(response instanceof Response)) return undefined;
  const { status, type, headers, body } = response;
  // A status of another type, or one that the wasm's u16 would change, is none.
  if (body === undefined || status !== (status & 1023)) return undefined;
  return { status, type, headers, body, get bodyUsed() { return response.bodyUsed; } };
});

function ignoreRejection(value) {
  if (typeof value === "object") Promise.resolve(value).catch(() => {});
}

/** Returns a function that returns undefined where the given one throws. */
function safe(act) {
  return (...values) => {
    try {
      return act(...values);
    } catch {
      return undefined;
    }
  };
}
