import { redactBody, redactHeaders } from "./redact.js";
import { gatewayOperationOf } from "./statement.js";

/** Returns the record of a request that is being sent. `event` is the client's `onRequest` event; gateway clients have none. */
export function requestRecord(url, init, event) {
  const { pathname } = new URL(url);
  return {
    state: "pending",
    operation: event?.operation ?? gatewayOperationOf(init),
    attempt: event?.attempt ?? 1,
    method: init.method,
    path: pathname,
    url,
    at: Date.now(),
    requestHeaders: redactHeaders(init.headers),
    requestBody: init.body === undefined || init.body === null ? "" : redactBody(init.body),
  };
}

/** Returns the fields that are known once the head of the response has arrived. */
export function responseFields({ status, headers }) {
  return { state: "completed", status, responseHeaders: redactHeaders(headers) };
}

/** Returns the record of a request that another client sent, as reported by the sandbox. */
export function reportedRecord({ method, path, status, durationMs, at }) {
  return { source: "other", state: "completed", isReported: true, method, path, status, durationMs, at: Date.parse(at) };
}

/** Returns a record from before a reload. The reload aborted its request if that was pending. */
export function restoredRecord(record) {
  return record.state === "pending" ? { ...record, state: "failed", failure: "the page was reloaded" } : record;
}
