import { maskBody, maskHeaders } from "./mask.js";
import { operationOf } from "./statement.js";

/** What is known of a request as it is sent. `event` is what its client announced, where it announces. */
export function requestOf(url, init, event) {
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

/** What is known as soon as an answer begins. */
export function answerOf({ status, headers }) {
  return { state: "answered", status, responseHeaders: maskHeaders(headers) };
}

/** A request of another program, as the sandbox reports it. */
export function foreignRecord({ method, path, status, durationMs, at }) {
  return { from: "elsewhere", state: "answered", isReported: true, method, path, status, durationMs, at: Date.parse(at) };
}

/** A record of the visit before: a reload ends what was under way. */
export function brokenOff(record) {
  return record.state === "pending" ? { ...record, state: "failed", failure: "the page was reloaded" } : record;
}
