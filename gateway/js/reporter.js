/** Tells the operator what happens: events for metrics, errors for the log, and warnings about wrong options. */
import { loadCore } from "./loading.js";

/** The most distinct warnings about origins. Callers choose them, and the log must not grow with them. */
const maxOriginWarnings = 100;

export class Reporter {
  #core = loadCore();
  #settings;
  #warned = new Set();
  #refusedOrigins = new Set();
  #isNotFoundExplained = false;
  #isClockReported = false;
  #quietUntil = 0;

  constructor(settings) {
    this.#settings = settings;
  }

  /** What a user's id has to be. */
  get expectedUserId() {
    return this.#settings.numberVerification
      ? "the id of a user, 1 to 256 bytes without control characters"
      : "the id of a Verigator user";
  }

  emit(kind, details) {
    if (!this.#settings.onEvent) return;
    const known = Object.entries(details).filter(([, value]) => value !== undefined);
    quietly(() => this.#settings.onEvent({ kind, ...Object.fromEntries(known) }));
  }

  report(error, request) {
    quietly(() => this.#settings.onError?.(error, request));
  }

  /** Reports a mistake in the options, once. It goes to the console if there is no `onError`, since the gateway can't work until it is fixed. */
  #warn(message, request) {
    if (this.#warned.has(message)) return;
    this.#warned.add(message);
    if (this.#settings.onError) this.report(new Error(message), request);
    else console.warn(`verigator/gateway: ${message}`);
  }

  reportOrigin({ origin, site, own }, request) {
    const received = origin === undefined ? `no Origin and Sec-Fetch-Site: ${site}` : `the origin ${origin}`;
    const others =
      this.#settings.allowedOrigins === ""
        ? ""
        : ` or one of allowedOrigins, ${this.#settings.allowedOrigins.replaceAll(" ", ", ")}`;
    const detail = `received ${received}, expected ${own}, which is the origin of the request's URL${others}`;
    this.emit("forbidden", { detail });
    if (this.#refusedOrigins.size >= maxOriginWarnings) return;
    this.#refusedOrigins.add(detail);
    this.#warn(
      `a request was refused for its origin: ${detail}. If it is a page of your site, add its origin to allowedOrigins`,
      request,
    );
  }

  checkNetwork(network, request) {
    if (!network) this.#reportNoAddress(request);
    else if (network.key.endsWith("/malformed")) this.#reportMalformedAddress(request);
  }

  #reportNoAddress(request) {
    this.#warn(
      "address: the gateway does not know the IP address of its callers, so it limits sends per user and globally only. Use toNodeHandler, pass { address } to handle, or set the option address",
      request,
    );
  }

  #reportMalformedAddress(request) {
    this.#warn("address: expected an IP address, got another value; all such callers share one limit", request);
  }

  reportIdentity(request) {
    this.emit("forbidden", { detail: "identify returned a value that can't be a user id" });
    this.#warn(
      `identify: expected it to return ${this.expectedUserId}, or null, got another value; the caller gets a 401`,
      request,
    );
  }

  reportNumber(request) {
    this.#warn(
      "phoneNumber: expected it to return a number in the form of E.164, as in +46701740605, or null, got another value; nothing was sent",
      request,
    );
  }

  /** Segments are what is billed. */
  reportSegments(segments, isUcs2, sends, request) {
    const reason = isUcs2
      ? "it has a character outside of the GSM alphabet, so that one segment has 70 characters"
      : "one segment has 160 characters of the GSM alphabet";
    const times = sends > 1 ? `, and up to ${segments * sends} with maxTries` : "";
    this.#warn(
      `verifyNumber: template: a message takes ${segments} segments with the PIN filled in, and costs as much as ${segments} messages${times}: ${reason}`,
      request,
    );
  }

  reportValidity(validitySeconds, request) {
    this.#warn(
      `policy.authenticationSeconds: expected at most the validity of the PINs, ${validitySeconds} s; a later PIN is rejected as a wrong one`,
      request,
    );
  }

  /** The clocks of processes that share a store have to agree; the limits hold if they don't, but waits are longer. */
  reportClock(behindMs) {
    if (this.#isClockReported) return;
    this.#isClockReported = true;
    this.#warn(
      `now: the clock of this process is ${Math.round(behindMs / 1000)} s behind the one of another process with the same store, so users may have to wait longer; synchronize the clocks by NTP`,
    );
  }

  reportFailedPins(retryAfterMs) {
    if (this.#settings.now() < this.#quietUntil) return;
    this.#quietUntil = this.#settings.now() + retryAfterMs;
    this.emit("limited", { detail: "failedPinsReported", retryAfterMs });
  }

  reportStart(exchange, outcome, usedNothing) {
    const { userId } = exchange;
    if (!("failure" in outcome)) return this.emit("sent", { userId });
    this.emit(usedNothing ? "send_failed" : "send_uncertain", { userId, detail: codeOf(outcome.failure) });
    this.#reportFailure(outcome.failure, exchange);
  }

  reportVerification(exchange, outcome) {
    const { userId } = exchange;
    if (outcome.result?.verified === true) return this.emit("verified", { userId });
    this.emit("rejected", { userId, detail: outcome.result?.reason ?? codeOf(outcome.failure) });
    if ("failure" in outcome) this.#reportFailure(outcome.failure, exchange);
  }

  #reportFailure(failure, { request, userId, defer, background = defer }) {
    const code = codeOf(failure);
    this.report(failure, request);
    // With `onError` the failure itself has just been reported.
    if (!this.#settings.onError && (code === "wrong_credentials" || code === "resource_forbidden"))
      this.#warn(
        `${this.#settings.numberVerification ? "numberVerification" : "verigator"}: the API refused the account (${code}), so no user can log in`,
        request,
      );
    if (code !== "no_such_resource" || this.#isNotFoundExplained || this.#settings.numberVerification) return;
    this.#isNotFoundExplained = true;
    background(this.#explainNotFound(userId, request));
  }

  /** Finds out why the API responded with 404, which a page never learns: a wrong `serviceId` or a wrong user id. */
  async #explainNotFound(userId, request) {
    try {
      (await this.#settings.verigator.getService(this.#settings.serviceId)).free?.();
    } catch (error) {
      // The next 404 tries again if this says nothing about the service.
      this.#isNotFoundExplained = codeOf(error) === "no_such_resource";
      if (this.#isNotFoundExplained)
        this.#warn("serviceId: the account has no service with this id, so no user can log in", request);
      return;
    }
    const hint = this.#core.isUuid(userId) ? "" : "; it is no UUID: return the id from registerUser, not a username";
    this.#warn(`identify: the service has no user with the id that it returned${hint}`, request);
  }
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
