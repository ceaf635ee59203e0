/**
 * One request and its answer, within a time limit and until the caller aborts, whatever the fetch at hand does: it may have been handed in,
 * so each value that it gives may throw, lie or never come.
 *
 * It stands here and not in Rust because all of it is waiting for values of others: each that crosses into wasm costs time on every
 * call and bytes in every download (ARCHITECTURE.md has the figures). What an answer means is judged in Rust.
 */
import { attempts } from "./attempts.js";

/** How an exchange ends, by the numbers that `fetch.rs` knows. The first six are ends of an answer that has begun. */
const [TEXT, TOO_LONG, NOT_TEXT, UNREADABLE, BROKEN, LATE, THROWN, NO_RESPONSE, TIMED_OUT, ABORTED] = Array(10).keys();

/** The longest body that is read, in bytes. */
const LONGEST_BODY = 1 << 20;

/** How long an empty chunk counts, so that a stream of them comes to an end too. */
const EMPTY_CHUNK_LENGTH = 1024;

const { attempt, member } = attempts;

/** What waits for it runs in a microtask: an abort right after the call comes first, and sends nothing. */
const soon = Promise.resolve();

/** For bodies of one chunk, which is most of them. */
const decoder = new TextDecoder("utf-8", { fatal: true });

/** One object, since functions of their own would be imported by the wasm file itself, under a path that the package does not have. */
export const exchange = {
  /**
   * Calls the hook with the event, sends the request once, and tells how that ended: with the key, how, which value (the text, or what was
   * thrown), and of an answer its status, whether it redirects, its headers, and when it was asked for. Resolves with what `tell` makes of it.
   */
  send(tell, key, hook, event, fetch, url, method, headers, body, withCookies, milliseconds, signal) {
    return new Promise((resolve, reject) => {
      const settle = (ending, value, answer) => {
        try {
          resolve(tell(key, ending, value, answer.status ?? 0, answer.isRedirect, answer.headers, answer.beganMs));
        } catch (trap) {
          reject(trap);
        }
      };
      const init = (connection) => toInit(fetch, method, headers, body, withCookies, connection.signal);
      soon.then(() => {
        if (hook && !member(signal, "aborted")) attempts.tell(hook, event);
        perform(fetch, url, init, milliseconds, signal, settle);
      });
    });
  },

  /** Waits, and rejects with the signal's reason when that is aborted first. */
  pause(milliseconds, signal) {
    return new Promise((resolve, reject) => {
      limit(milliseconds, signal, resolve, reject);
    });
  },
};

/** Sends the request and calls `settle` once. Leaves no timer, no listener, and no connection but one that was read to its end. */
function perform(fetch, url, init, milliseconds, signal, settle) {
  const answer = { status: undefined, isRedirect: false, headers: undefined, beganMs: 0, close: undefined };
  let connection;
  let isOver = false;
  let stop = () => {};
  const end = (ending, value) => {
    // Closing the connection lets fetch fail, and that comes after what closed it.
    if (isOver) return;
    isOver = true;
    stop();
    settle(ending, value, answer);
    if (ending === TEXT) return;
    connection?.abort();
    // After a garbage collection the signal no longer reaches a body in Deno. Whether the source can be told, and what it makes of that,
    // changes nothing.
    attempt(() => Promise.resolve(answer.close?.()).catch(() => {}));
  };
  const begun = (ending, otherwise) => (answer.status === undefined ? otherwise : ending);
  const fail = (thrown) => end(begun(BROKEN, THROWN), thrown);
  try {
    answer.beganMs = Date.now();
    connection = new AbortController();
    stop = limit(milliseconds, signal, () => end(begun(LATE, TIMED_OUT)), (reason) => end(ABORTED, reason));
    if (!isOver) receive(fetch, url, init(connection), answer).then(({ ending, value }) => end(ending, value), fail);
  } catch (thrown) {
    fail(thrown);
  }
}

/** Calls one of the two, once, and returns what calls it off. */
function limit(milliseconds, signal, onTime, onAbort) {
  let timer;
  const stop = () => {
    attempt(() => clearTimeout(timer));
    if (signal) attempt(() => signal.removeEventListener("abort", abort));
  };
  const abort = () => {
    stop();
    onAbort(member(signal, "reason"));
  };
  // In workerd's global scope there are no timers. There is no fetch either, so the wait still ends.
  attempt(() => {
    timer = setTimeout(() => {
      stop();
      onTime();
    }, milliseconds);
  });
  // A signal that can't be listened to is taken as one that never aborts: it was checked when it came in.
  if (signal) attempt(() => signal.addEventListener("abort", abort));
  if (member(signal, "aborted")) abort();
  return stop;
}

function toInit(fetch, method, template, body, withCookies, signal) {
  // A copy, since a fetch that was handed in or patched may add to it.
  const headers = new Headers(template);
  const credentials = withCookies ? "include" : "omit";
  const init = { method, headers, credentials, redirect: "manual", referrerPolicy: "no-referrer", signal };
  if (body !== undefined) {
    headers.set("Content-Type", "application/json");
    // On a kept connection that is cut, Deno sends again by itself what it can copy, a paid message too. It can't copy a Blob.
    init.body = !fetch && typeof Deno === "object" ? new Blob([body]) : body;
  }
  // On a kept connection that is cut, Bun would send the request again by itself. Told so, it takes one of its own.
  if (method !== "GET" && typeof Bun === "object") init.keepalive = false;
  return init;
}

async function receive(fetch, url, init, answer) {
  // The global one is looked up at the time of the call, so that mocks set later are seen. `this` must not be an object of ours.
  const response = await (fetch ? fetch(url, init) : globalThis.fetch(url, init));
  const status = member(response, "status");
  const isOpaque = member(response, "type") === "opaqueredirect";
  const isStatus = typeof status === "number" && ((status >= 100 && status < 1000) || (isOpaque && status === 0));
  if (!isStatus) return { ending: NO_RESPONSE, value: response };
  answer.headers = member(response, "headers");
  answer.isRedirect = isOpaque || (status >= 300 && status < 400);
  answer.status = status;
  return readBody(response, answer);
}

async function readBody(response, answer) {
  const body = member(response, "body");
  if (body === null) return { ending: TEXT, value: "" };
  if (member(response, "bodyUsed") === true) return { ending: UNREADABLE };
  const chunks = attempt(() => chunksOf(body));
  answer.close = chunks?.close;
  if (chunks) return readChunks(chunks.next);
  // A test's double, with no body that could be read in parts.
  if (!body && typeof member(response, "text") === "function") return readText(await response.text());
  return { ending: UNREADABLE };
}

function readText(text) {
  if (typeof text !== "string") return { ending: NOT_TEXT };
  return text.length > LONGEST_BODY ? { ending: TOO_LONG } : { ending: TEXT, value: text };
}

/**
 * What a body is read from, part by part: the reader of a stream as the web has them, or the iterator of another kind of stream.
 * node-fetch's is one of Node's. Undefined where it is neither, or locked.
 */
function chunksOf(body) {
  const reader = body.getReader?.();
  if (reader) return { next: () => reader.read(), close: () => reader.cancel() };
  const iterator = body[Symbol.asyncIterator]();
  return { next: () => iterator.next(), close: () => iterator.return?.() };
}

async function readChunks(next) {
  const chunks = [];
  let length = 0;
  for (let step = await next(); !member(step, "done"); step = await next()) {
    const chunk = member(step, "value");
    if (!ArrayBuffer.isView(chunk)) return { ending: NOT_TEXT };
    length += chunk.byteLength || EMPTY_CHUNK_LENGTH;
    if (length > LONGEST_BODY) return { ending: TOO_LONG };
    chunks.push(chunk);
  }
  const value = attempt(() => (chunks.length === 1 ? decoder.decode(chunks[0]) : decodeInTurn(chunks)));
  return value === undefined ? { ending: NOT_TEXT } : { ending: TEXT, value };
}

/** Chunk by chunk: to be put together first they would have to be copied, and one may lie about its length. */
function decodeInTurn(chunks) {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  const texts = chunks.map((chunk) => decoder.decode(chunk, { stream: true }));
  // The decoder is told of the end too: a character may be cut.
  return texts.join("") + decoder.decode();
}
