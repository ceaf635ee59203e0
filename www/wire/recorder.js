import { keep, recall } from "../state/kept.js";
import { createStore } from "../state/store.js";
import { maskBody, maskHeaders } from "./mask.js";

const remembered = 60;

/**
 * Keeps a record of each request that the page sends through `fetch`, secrets masked before anything is kept, of each wait between two
 * attempts, and of the requests that others send to the same sandbox. `failed` hears of requests without an answer: the sandbox reports none of them.
 */
export function createRecorder(send, { failed }) {
  const store = createStore({ records: (recall("wire") ?? []).map(brokenOff) });
  const announced = [];
  let lastId = store.value.records.reduce((highest, { id }) => Math.max(highest, id), 0);

  function add(record) {
    lastId += 1;
    update([{ ...record, id: lastId }, ...store.value.records].slice(0, remembered));
    return lastId;
  }

  function amend(id, patch) {
    update(store.value.records.map((record) => (record.id === id ? { ...record, ...patch } : record)));
  }

  function update(records) {
    store.update({ records });
    keep("wire", records);
  }

  /** Sends in place of `fetch`, as the client calls it. */
  async function fetch(url, init) {
    const { pathname } = new URL(url);
    const place = announced.findIndex(({ method, path }) => method === init.method && pathname.endsWith(path));
    const [event] = place < 0 ? [] : announced.splice(place, 1);
    const start = performance.now();
    const id = add(requestOf(url, init, event));
    const took = () => ({ durationMs: performance.now() - start });
    try {
      const response = await send(url, init);
      amend(id, { ...took(), state: "answered", status: response.status, responseHeaders: maskHeaders(response.headers) });
      readBody(response).then((body) => amend(id, body));
      return response;
    } catch (error) {
      amend(id, { ...took(), state: "failed", wasGivenUp: error.name === "AbortError", failure: error.message });
      failed();
      throw error;
    }
  }

  /** Takes in a request that the sandbox reports. Those of this page are known already. */
  function report({ method, path, status, durationMs, at }) {
    const own = store.value.records.findLast((record) => isReportOf(record, { method, path }));
    if (own) {
      amend(own.id, { isReported: true });
    } else {
      add({ from: "elsewhere", state: "answered", isReported: true, method, path, status, durationMs, at: Date.parse(at) });
    }
  }

  return {
    subscribe: store.subscribe,
    fetch,
    report,
    onRequest: (event) => announced.push(event),
    onRetry: ({ operation, delayMs, error }) => add({ kind: "wait", operation, delayMs, reason: error.code, at: Date.now() }),
    clear: () => update([]),
  };
}

function requestOf(url, init, event) {
  const { pathname } = new URL(url);
  return {
    from: "page",
    state: "pending",
    operation: event?.operation,
    attempt: event?.attempt ?? 1,
    method: init.method,
    path: pathname,
    url,
    at: Date.now(),
    requestHeaders: maskHeaders(init.headers),
    requestBody: init.body === undefined || init.body === null ? "" : maskBody(init.body),
  };
}

/** The answer is the client's to read; this reads a copy. */
async function readBody(response) {
  try {
    return { responseBody: maskBody(await response.clone().text()) };
  } catch {
    return { failure: "the answer broke off" };
  }
}

function isReportOf(record, { method, path }) {
  return record.from === "page" && record.state !== "failed" && !record.isReported && record.method === method && record.path === path;
}

/** A reload ends what was under way. */
function brokenOff(record) {
  return record.state === "pending" ? { ...record, state: "failed", failure: "the page was reloaded" } : record;
}
