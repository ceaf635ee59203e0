import { createStore, loadItem, saveItem } from "../state/store.js";
import { redactBody, redactHeaders, redactParameters } from "./redact.js";
import { gatewayOperationOf } from "./statement.js";

const maxRecords = 60;

/**
 * Records each request of the page's clients, each delay before a retry, and the requests that other clients send to the same sandbox.
 * Secrets are redacted before a record is stored. `onFailure` is called for requests without a response, which the sandbox does not report.
 */
export class Recorder {
  #store;
  #lastId;
  #onFailure;

  constructor({ onFailure }) {
    const saved = loadItem("network-log");
    const records = Array.isArray(saved) ? saved.map(restoredRecord) : [];
    this.#store = createStore({ records });
    this.#lastId = records.reduce((highest, { id }) => Math.max(highest, id), 0);
    this.#onFailure = onFailure;
  }

  subscribe(notify) {
    this.#store.subscribe(notify);
  }

  clear() {
    this.#update([]);
  }

  /** Returns the options that make a client record its requests. `source` is who sends them, `send` the `fetch` that does. */
  clientOptions(source, send) {
    const pendingEvents = [];
    const fetch = (url, init) => {
      const { pathname } = new URL(url);
      const index = pendingEvents.findIndex(({ method, path }) => method === init.method && pathname.endsWith(path));
      const [event] = index < 0 ? [] : pendingEvents.splice(index, 1);
      return this.#record(() => send(url, init), { source, ...requestRecord(url, init, event) });
    };
    const onRetry = ({ operation, delayMs, error }) =>
      this.#add({ kind: "retry", operation, delayMs, reason: error.code, at: Date.now() });
    return { fetch, onRequest: (event) => pendingEvents.push(event), onRetry };
  }

  /** Adds a request that the sandbox reports, unless a client of this page sent it. */
  addReported(reported) {
    const isSameRequest = ({ method, path }) => method === reported.method && path === reported.path;
    const isUnreported = ({ source, state, isReported }) => source !== "other" && state !== "failed" && !isReported;
    const own = this.#store.value.records.findLast((record) => isUnreported(record) && isSameRequest(record));
    if (own) {
      this.#patch(own.id, { isReported: true });
    } else {
      this.#add(reportedRecord(reported));
    }
  }

  async #record(send, request) {
    const start = performance.now();
    const id = this.#add(request);
    const timing = () => ({ durationMs: performance.now() - start });
    try {
      const response = await send();
      this.#patch(id, { ...timing(), ...responseFields(response) });
      this.#recordBody(id, response.clone());
      return response;
    } catch (error) {
      this.#patch(id, { ...timing(), state: "failed", isAborted: error.name === "AbortError", failure: error.message });
      this.#onFailure();
      throw error;
    }
  }

  /** Reads a clone of the response, since its body is for the client. */
  async #recordBody(id, clone) {
    try {
      this.#patch(id, { responseBody: redactBody(await clone.text()) });
    } catch {
      this.#patch(id, { failure: "the connection was lost" });
    }
  }

  #add(record) {
    this.#lastId += 1;
    this.#update([{ ...record, id: this.#lastId }, ...this.#store.value.records].slice(0, maxRecords));
    return this.#lastId;
  }

  #patch(id, fields) {
    this.#update(this.#store.value.records.map((record) => (record.id === id ? { ...record, ...fields } : record)));
  }

  #update(records) {
    this.#store.update({ records });
    saveItem("network-log", records);
  }
}

/** Returns the record of a request that is being sent. `event` is the client's `onRequest` event; gateway clients have none. */
function requestRecord(url, init, event) {
  const target = new URL(url);
  return {
    state: "pending",
    operation: event?.operation ?? gatewayOperationOf(init),
    attempt: event?.attempt ?? 1,
    method: init.method,
    path: target.pathname,
    url: target.origin + target.pathname,
    parameters: redactParameters(target),
    at: Date.now(),
    requestHeaders: redactHeaders(init.headers),
    requestBody: init.body === undefined || init.body === null ? "" : redactBody(init.body),
  };
}

/** Returns the fields that are known once the head of the response has arrived. */
function responseFields({ status, headers }) {
  return { state: "completed", status, responseHeaders: redactHeaders(headers) };
}

/** Returns the record of a request that another client sent, as reported by the sandbox. */
function reportedRecord({ method, path, status, durationMs, at }) {
  return {
    source: "other",
    state: "completed",
    isReported: true,
    method,
    path,
    status,
    durationMs,
    at: Date.parse(at),
  };
}

/** Returns a record from before a reload. The reload aborted its request if that was pending. */
function restoredRecord(record) {
  return record.state === "pending" ? { ...record, state: "failed", failure: "the page was reloaded" } : record;
}
