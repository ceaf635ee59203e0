/** A site with a gateway, a clock that the test sets, and a test double of the client that records the calls to the API. */
import { createGateway, memoryLimits } from "verigator/gateway";
import { clientOptions, createUpstream, currentApi } from "./apis.mjs";

export const rightPin = "246813";

/** A client error with the properties that the gateway reads. */
export function apiError(code, status, further) {
  return Object.assign(new Error("secret of the API"), { code, status, ...further });
}

/** A site whose requests have the user's id and address in headers, with a gateway to one of the two APIs. */
export function createSite({ api = currentApi(), destination, ...options } = {}) {
  const upstream = createUpstream(api, rightPin);
  const clock = { now: Date.UTC(2025, 10, 23, 6, 40) };
  const [events, errors, tasks] = [[], [], []];
  const gateway = createGateway({
    ...clientOptions(api, upstream, destination),
    identify: (request) => request.headers.get("x-user"),
    address: (request) => request.headers.get("x-address"),
    limits: memoryLimits(),
    now: () => clock.now,
    onEvent: (event) => events.push(event),
    // Most tests are not about addresses, without which the gateway warns.
    onError: (error) => error?.message?.startsWith("address: ") || errors.push(error),
    ...options,
  });

  /** Sends a request as a page would; `user` may be null. */
  async function send(
    method,
    body,
    { user = "user-1", path = "/2fa/auth", headers = {}, context = { waitUntil: (task) => tasks.push(task) } } = {},
  ) {
    const init = { method, headers: { ...(user && { "x-user": user }), ...headers } };
    if (body !== undefined) {
      init.headers = { "content-type": "application/json", ...init.headers };
      init.body = typeof body === "string" ? body : JSON.stringify(body);
    }
    const response = await gateway.fetch(new Request(`https://shop.example${path}`, init), context);
    const text = await response.text();
    return { status: response.status, headers: response.headers, text, body: text ? JSON.parse(text) : undefined };
  }

  return {
    gateway,
    upstream,
    clock,
    events,
    errors,
    send,
    /** Waits for the work that continues after the responses. */
    settled: () => Promise.all(tasks.splice(0)),
    start: (user, method = "sms") => send("POST", { method }, { user }),
    verify: (pin, user) => send("PUT", { token: pin }, { user }),
    status: (user) => send("GET", undefined, { user }),
  };
}

/** A client error for each status that a test names; no status is a lost connection. */
export function failWith(status) {
  const codes = {
    400: "invalid_data",
    401: "wrong_credentials",
    403: "resource_forbidden",
    404: "no_such_resource",
    409: "resource_already_exists",
    422: "invalid_data",
    429: "rate_limited",
  };
  if (typeof status === "string") return apiError(status);
  if (status >= 500) return apiError("internal", status);
  if (status >= 300 && status < 400) return apiError("redirect", status);
  return status < 300 ? apiError("invalid_response", status) : apiError(codes[status] ?? "unexpected_status", status);
}
