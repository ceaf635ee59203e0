import { keep, recall } from "../state/kept.js";
import { createStore } from "../state/store.js";
import { maskBody, maskHeaders } from "./mask.js";
import { operationOf } from "./statement.js";

const remembered = 60;

/**
 * Keeps a record of each request that goes through it, secrets masked before anything is kept, of each wait between two attempts, and of the
 * requests that others send to the same sandbox. `failed` hears of requests without an answer: the sandbox reports none of them.
 */
export function createRecorder({ failed }) {
  const recalled = recall("wire");
  const store = createStore({ records: Array.isArray(recalled) ? recalled.map(brokenOff) : [] });
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

  /** What a client takes to have its requests recorded: they come from `from`, and `send` sends them. */
  function optionsFor(from, send) {
    const announced = [];

    function fetch(url, init) {
      const { pathname } = new URL(url);
      const place = announced.findIndex(({ method, path }) => method === init.method && pathname.endsWith(path));
      const [event] = place < 0 ? [] : announced.splice(place, 1);
      return record(() => send(url, init), { from, ...requestOf(url, init, event) });
    }

    const onRetry = ({ operation, delayMs, error }) => add({ kind: "wait", operation, delayMs, reason: error.code, at: Date.now() });
    return { fetch, onRequest: (event) => announced.push(event), onRetry };
  }

  async function record(send, request) {
    const start = performance.now();
    const id = add(request);
    const took = () => ({ durationMs: performance.now() - start });
    try {
      const response = await send();
      amend(id, { ...took(), state: "answered", status: response.status, responseHeaders: maskHeaders(response.headers) });
      readBody(response).then((body) => amend(id, body));
      return response;
    } catch (error) {
      amend(id, { ...took(), state: "failed", wasGivenUp: error.name === "AbortError", failure: error.message });
      failed();
      throw error;
    }
  }

  /** Takes in a request that the sandbox reports. Those that went through here are known already. */
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
    optionsFor,
    report,
    clear: () => update([]),
  };
}

function requestOf(url, init, event) {
  const { pathname } = new URL(url);
  return {
    state: "pending",
    operation: event?.operation ?? operationOf(init),
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
  return record.from !== "elsewhere" && record.state !== "failed" && !record.isReported && record.method === method && record.path === path;
}

/** A reload ends what was under way. */
function brokenOff(record) {
  return record.state === "pending" ? { ...record, state: "failed", failure: "the page was reloaded" } : record;
}
