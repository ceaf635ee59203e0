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

  /** Returns a member of the global object. */
  global: (name) => safeAccess.member(globalThis, name),

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

  /** Parses a URL, relative to a base unless that is undefined. Returns undefined if the text is no URL. */
  parseUrl: safe((text, base) => new URL(text, base)),

  /** Calls a hook, and ignores what it throws and what its promise rejects with, which would end a Node process. */
  emit: safe((hook, event) => ignoreRejection(hook(event))),

  /** Returns a promise, whose executor gets the functions that settle it. */
  promise: (executor) => new NativePromise(executor),

  /** Notifies in the next microtask. */
  later: (notify, call, step) => settle(notify, call, step, () => {}),

  /** Calls fetch, and notifies how its promise settles. `this` is never an object of the package. */
  fetch: (notify, call, step, custom, url, init) =>
    settle(notify, call, step, () => (custom ?? globalThis.fetch)(url, init)),

  /**
   * Reads a body as text, by its reader or else by its response, and notifies of it: null if it has more bytes, undefined if it is not UTF-8.
   */
  text: (notify, call, step, source, maxBytes) =>
    settle(notify, call, step, () => (source.read ? readChunks(source, maxBytes) : readWhole(source, maxBytes))),

  /** Calls a function without arguments. */
  ask: async (act) => act(),

  /**
   * Notifies of an abort, until the function that it returns is called. All calls with the same signal share one listener, since Node warns of eleven. Each
   * is notified in its own async context, and not in that of the abort.
   */
  listen: safe((notify, call, step, signal) => {
    const listener = listeners.get(signal) ?? addListener(signal);
    const abort = notifier(notify, call, step, ABORTED);
    listener.calls.add(abort);
    return safe(() => {
      listener.calls.delete(abort);
      if (listener.calls.size > 0) return;
      listeners.delete(signal);
      signal.removeEventListener("abort", listener);
    });
  }),

  /**
   * Returns the options of fetch that all requests share. Node asks for `duplex` where the body is a stream. workerd with a compatibility date before 2024-11-11
   * throws for any `cache`; it has no cache that would answer.
   */
  sharedInit(credentials) {
    const init = { credentials, redirect: "manual", referrerPolicy: "no-referrer", duplex: "half", cache: "no-store" };
    try {
      if (typeof Request === "function") new Request("http://localhost", { cache: init.cache });
    } catch {
      delete init.cache;
    }
    return init;
  },

  /** Returns an id from a time and a count. It needs no randomness, which some hosts forbid or take for a sign of dynamic content. */
  requestId: safe(() => {
    firstId ??= Math.round((performance.timeOrigin + performance.now()) * 1000).toString(36);
    return `${firstId}-${(requestCount += 1)}`;
  }),

  /** Notifies as soon as there is a place among the requests that Bun sends at once. Returns what identifies the place. */
  enter(notify, call, step) {
    const place = notifier(notify, call, step, FULFILLED);
    if (places === 0) queue.push(place);
    else notify(call, step, FULFILLED, (places -= 1));
    return place;
  },

  /** Gives a place, which may not be there yet, to the next request in the queue. */
  leave(place) {
    const index = queue.indexOf(place);
    if (index >= 0) queue.splice(index, 1);
    else if (queue.length > 0) queue.shift()();
    else places += 1;
  },

  /** Returns what `AbortSignal.timeout` has for its reason. */
  timeoutReason: safe(() => new DOMException("no complete response within the time limit", "TimeoutError")),

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

  /**
   * Returns a body that the runtime cannot send a second time: a Blob in Deno, a stream in Node. The stream has the text for mocks of fetch, and needs
   * a Content-Length, without which Node would send chunks.
   */
  unrepeatable(text, headers) {
    if (typeof Deno === "object") return new Blob([text]);
    const bytes = (encoder ??= new TextEncoder()).encode(text);
    headers.set("Content-Length", bytes.length);
    const pull = (controller) => {
      if (bytes.length > 0) controller.enqueue(bytes);
      controller.close();
    };
    return Object.assign(new ReadableStream({ __proto__: null, type: "bytes", pull }), { toString: () => text });
  },
};

/** Made on first use: a runtime without them, such as Jest's jsdom, can still import the package. The decoder is that of bodies of one chunk. */
let encoder, decoder;

/** Reads a body chunk by chunk. An empty chunk counts as 1 KiB, so that a stream of them ends too. */
async function readChunks(reader, maxBytes) {
  let [text, length, own] = ["", 0];
  let chunk = chunkOf(await reader.read());
  while (chunk !== null) {
    const bytes = byteLength(chunk);
    length += Math.max(bytes, 1024);
    // Not a number, if the chunk holds no bytes.
    if (!(length <= maxBytes)) return bytes === undefined ? undefined : null;
    const next = chunkOf(await reader.read());
    if (next !== null) own ??= newDecoder();
    const part = decode(own ?? (decoder ??= newDecoder()), chunk, next !== null);
    if (part === undefined) return undefined;
    text += part;
    chunk = next;
  }
  return text;
}

async function readWhole(response, maxBytes) {
  const text = await response.text();
  if (typeof text !== "string") return undefined;
  return text.length > maxBytes ? null : text;
}

/** Returns the chunk of what a reader read, null at the end of the body, or undefined if it cannot be read. */
const chunkOf = safe(({ done, value }) => (done ? null : value));
const byteLength = safe((chunk) => (ArrayBuffer.isView(chunk) ? chunk.byteLength : undefined));
const newDecoder = safe(() => new TextDecoder("utf-8", { fatal: true }));
const decode = safe((decoder, chunk, stream) => decoder.decode(chunk, { stream }));

/** What `pending.rs` is notified of, by the numbers that it knows. */
const [NATIVE_RESPONSE, FULFILLED, REJECTED, ABORTED] = [0, 1, 2, 4];

/** The runtime's own class. zone.js and others replace the global one by a class with a queue of its own. */
const NativePromise = (async () => {})().constructor;

/** How many more requests Bun sends at once, and the requests that wait for a place. */
let places = 256;
const queue = [];

/** Returns a function that notifies in the async context in which this function was called. */
function notifier(notify, call, step, event) {
  let resolve;
  const promise = new NativePromise((settle) => (resolve = settle));
  (async () => notify(call, step, event, await promise))();
  return resolve;
}

/** What all ids of requests begin with, the microsecond of the first, and how many were made. */
let firstId;
let requestCount = 0;

/** The listeners of signals, each with the functions that tell its calls of an abort. */
const listeners = new WeakMap();

function addListener(signal) {
  const calls = new Set();
  const listener = Object.assign(() => calls.forEach((abort) => abort()), { calls });
  signal.addEventListener("abort", listener);
  listeners.set(signal, listener);
  return listener;
}

/**
 * Notifies how what a function returns settles. After an `await` the async context is that of the call, and nobody can replace or fake the queue that
 * it waits in, unlike `then` and `queueMicrotask`.
 */
async function settle(notify, call, step, act) {
  let event = FULFILLED;
  let value;
  try {
    value = await act();
    const native = membersOfNative(value);
    if (native) [event, value] = [NATIVE_RESPONSE, native];
  } catch (thrown) {
    [event, value] = [REJECTED, thrown];
  }
  notify(call, step, event, value);
}

/**
 * Returns the members of the runtime's own Response, or undefined for any other value. Each is read once, since a Response may have a getter of its own or
 * be a Proxy, which throws the next time. Only `bodyUsed` is read when it is needed: Node takes 5 µs for it.
 */
const membersOfNative = safe((response) => {
  if (!(response instanceof Response)) return undefined;
  const { status, type, headers, body } = response;
  // A status of another type, or one that the wasm's u16 would change, is none.
  if (body === undefined || status !== (status & 1023)) return undefined;
  return {
    status,
    type,
    headers,
    body,
    get bodyUsed() {
      return response.bodyUsed;
    },
  };
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
