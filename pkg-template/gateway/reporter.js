/** Tells the operator what happens: events for metrics, errors for the log, and warnings about wrong options. */
import { loadCore } from "./loading.js";

/** The most distinct warnings about origins. Callers choose them, and the log must not grow with them. */
const maxOriginWarnings = 100;

export function createReporter({ onEvent, onError, verigator, serviceId, allowedOrigins, now }) {
  const core = loadCore();
  const warned = new Set();
  const refusedOrigins = new Set();
  let isNotFoundExplained = false;
  let isClockReported = false;
  let quietUntil = 0;

  function emit(kind, details) {
    if (!onEvent) return;
    const known = Object.entries(details).filter(([, value]) => value !== undefined);
    quietly(() => onEvent({ kind, ...Object.fromEntries(known) }));
  }

  function report(error, request) {
    quietly(() => onError?.(error, request));
  }

  /** Reports a mistake in the options, once. It goes to the console if there is no `onError`, since the gateway can't work until it is fixed. */
  function warn(message, request) {
    if (warned.has(message)) return;
    warned.add(message);
    if (onError) report(new Error(message), request);
    else console.warn(`verigator/gateway: ${message}`);
  }

  function reportOrigin({ origin, site, own }, request) {
    const received = origin === undefined ? `no Origin and Sec-Fetch-Site: ${site}` : `the origin ${origin}`;
    const others = allowedOrigins === "" ? "" : ` or one of allowedOrigins, ${allowedOrigins.replaceAll(" ", ", ")}`;
    const detail = `received ${received}, expected ${own}, which is the origin of the request's URL${others}`;
    emit("forbidden", { detail });
    if (refusedOrigins.size >= maxOriginWarnings) return;
    refusedOrigins.add(detail);
    warn(`a request was refused for its origin: ${detail}. If it is a page of your site, add its origin to allowedOrigins`, request);
  }

  function checkNetwork(network, request) {
    if (!network) reportNoAddress(request);
    else if (network.key.endsWith("/malformed")) reportMalformedAddress(request);
  }

  function reportNoAddress(request) {
    warn("address: the gateway does not know the IP address of its callers, so it limits sends per user and globally only. Use toNodeHandler, pass { address } to handle, or set the option address", request);
  }

  function reportMalformedAddress(request) {
    warn("address: expected an IP address, got another value; all such callers share one limit", request);
  }

  function reportIdentity(request) {
    emit("forbidden", { detail: "identify returned a value that can't be a user id" });
    warn("identify: expected it to return the id of a Verigator user, or null, got another value; the caller gets a 401", request);
  }

  /** The clocks of processes that share a store have to agree; the limits hold if they don't, but waits are longer. */
  function reportClock(behindMs) {
    if (isClockReported) return;
    isClockReported = true;
    warn(`now: the clock of this process is ${Math.round(behindMs / 1000)} s behind the one of another process with the same store, so users may have to wait longer; synchronize the clocks by NTP`);
  }

  function reportFailedPins(retryAfterMs) {
    if (now() < quietUntil) return;
    quietUntil = now() + retryAfterMs;
    emit("guessing", { detail: "failedPinsReported", retryAfterMs });
  }

  function reportStart(exchange, outcome, usedNothing) {
    const { userId } = exchange;
    if (!("failure" in outcome)) return emit("sent", { userId });
    emit(usedNothing ? "send_failed" : "send_uncertain", { userId, detail: codeOf(outcome.failure) });
    reportFailure(outcome.failure, exchange);
  }

  function reportVerification(exchange, outcome) {
    const { userId } = exchange;
    if (outcome.result?.verified === true) return emit("verified", { userId });
    emit("rejected", { userId, detail: outcome.result?.reason ?? codeOf(outcome.failure) });
    if ("failure" in outcome) reportFailure(outcome.failure, exchange);
  }

  function reportFailure(failure, { request, userId, defer, background = defer }) {
    const code = codeOf(failure);
    report(failure, request);
    // With `onError` the failure itself has just been reported.
    if (!onError && (code === "wrong_credentials" || code === "resource_forbidden")) warn(`verigator: the API refused the account (${code}), so no user can log in`, request);
    if (code !== "no_such_resource" || isNotFoundExplained) return;
    isNotFoundExplained = true;
    background(explainNotFound(userId, request));
  }

  /** Finds out why the API responded with 404, which a page never learns: a wrong `serviceId` or a wrong user id. */
  async function explainNotFound(userId, request) {
    try {
      (await verigator.getService(serviceId)).free?.();
    } catch (error) {
      // The next 404 tries again if this says nothing about the service.
      isNotFoundExplained = codeOf(error) === "no_such_resource";
      if (isNotFoundExplained) warn("serviceId: the account has no service with this id, so no user can log in", request);
      return;
    }
    const hint = core.isUuid(userId) ? "" : "; it is no UUID: return the id from registerUser, not a username";
    warn(`identify: the service has no user with the id that it returned${hint}`, request);
  }

  return { emit, report, checkNetwork, reportClock, reportFailedPins, reportOrigin, reportIdentity, reportStart, reportVerification };
}

function codeOf(failure) {
  return typeof failure?.code === "string" ? failure.code : undefined;
}

/** An error in the operator's hook must not fail the page's request. */
function quietly(call) {
  try {
    const result = call();
    // An async hook must not reject unhandled either.
    if (typeof result?.then === "function") result.then(undefined, () => undefined);
  } catch {
    // See above.
  }
}
