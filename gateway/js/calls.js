/** Starts and PIN attempts within the limits, for pages and for the site's own server alike. */
import { isWorkerd } from "./connection.js";
import { Limiter } from "./limiter.js";
import { loadCore } from "./loading.js";
import { NumberVerificationApi } from "./number-verification-api.js";
import { createUpstream } from "./upstream.js";
import { VerigatorApi } from "./verigator-api.js";

/**
 * The two operations. Each takes a plan and an exchange, and resolves to the core's `response`, with the `denial` if a limit denied it, or
 * the `outcome` of the call to the API.
 */
export class Calls {
  #core = loadCore();
  #settings;
  #reporter;
  #limiter;
  #api;
  #starts;
  #verifications;
  /** The checks under way, by the key of the user and the PIN. They never reject. */
  #checks = new Map();

  constructor(settings, reporter) {
    this.#settings = settings;
    this.#reporter = reporter;
    this.#limiter = new Limiter(settings, reporter);
    this.#api = settings.numberVerification ? new NumberVerificationApi(settings) : new VerigatorApi(settings);
    this.#starts = createUpstream(this.#api);
    this.#verifications = createUpstream(this.#api, this.#starts);
  }

  /** Applies an event without a call. Resolves to the decision. */
  async apply(key, event) {
    return (await this.#limiter.apply(key, event)).decision;
  }

  async start(plan, exchange) {
    const call = { operation: "start", decoyResult: { method: plan.value }, upstream: this.#starts };
    return this.#callWithinLimits(plan, exchange, call, (outcome, usedNothing) => {
      if (!("failure" in outcome)) this.#limiter.noteSettled(plan.id);
      this.#reporter.reportStart(exchange, outcome, usedNothing);
    });
  }

  /** A PIN that is being checked for the same user is waited for once: if it is right, this one is a repetition. */
  async verify(plan, exchange) {
    const name = `${plan.stages[0][0].key} ${plan.value}`;
    const same = this.#checks.get(name);
    if (same) await same;
    const checking = this.#verify(plan, exchange);
    // In workerd a promise of another request hangs.
    if (!isWorkerd() && !this.#checks.has(name)) {
      const forget = () => void this.#checks.delete(name);
      this.#checks.set(name, checking.then(forget, forget));
    }
    return checking;
  }

  async #verify(plan, exchange) {
    const call = { operation: "verify", decoyResult: { verified: false }, upstream: this.#verifications };
    const result = await this.#callWithinLimits(plan, exchange, call, (outcome) =>
      this.#reporter.reportVerification(exchange, outcome),
    );
    if (result.isFailedPin) exchange.defer(this.#countFailedPin(plan.id, exchange));
    return result;
  }

  /** Makes the reservations, calls the API, or waits as long for a decoy, reports the outcome, and settles the reservations. */
  async #callWithinLimits(plan, exchange, { operation, decoyResult, upstream }, report) {
    const { made, denied, isDecoy, repeated } = await this.#limiter.reserve(plan, exchange);
    if (denied) return this.#deny(denied, exchange);
    if (repeated) return this.#repeat(repeated.decision, exchange);
    if (isDecoy) this.#reporter.emit("limited", { userId: exchange.userId, detail: "lockout" });
    const [user, ...shared] = made;
    const outcome = await (isDecoy
      ? upstream.imitate(decoyResult)
      : this.#api[operation](plan, exchange, upstream, user.decision));
    const text = this.#core.finish(user.event, user.decision, isDecoy, this.#settings.now(), ...readOutcome(outcome));
    const { event, flags, response } = readFinish(text);
    const [refundsShared, isFailedPin, isHidden, usedNothing] = Array.from(flags, (flag) => flag === "1");
    const isVerified = outcome.result?.verified === true;
    if (!isDecoy && !isVerified && !isFailedPin) report(outcome, usedNothing);
    // Without the id of its verification, no process could check the PIN that was sent.
    const mustKeep = isVerified || outcome.verificationId !== undefined;
    const settling = this.#settleAll(
      { key: user.key, event, refunded: refundsShared ? shared : [], mustKeep, mustWait: isFailedPin },
      exchange,
    );
    if (isHidden && !outcome.isConcealed) await upstream.conceal(outcome);
    const isImitated = isDecoy ? !("failure" in outcome) : isHidden;
    if (isImitated && operation === "start" && this.#api.storesStarts) await this.#imitateStoring(exchange);
    const settled = await settling;
    if (settled?.kind === "repeated") {
      await this.#limiter.refund(shared, exchange);
      return this.#repeat(settled.decision, exchange);
    }
    if (isVerified || (isFailedPin && !isDecoy)) report(outcome, usedNothing);
    return { response, outcome, isFailedPin, isHidden };
  }

  /** Takes as long as storing the id of a start, so that a page can't tell that there is none. */
  async #imitateStoring({ userId }) {
    const reading = this.apply(...this.#settings.rules.statusEvent(this.#settings.now(), userId));
    await reading.catch(() => undefined);
  }

  /**
   * Settles right PINs, ids of verifications and refunds before anybody learns of the outcome, and a wrong PIN: another request may have verified the user
   * with it in the meantime. All other settlements may run after the response. Resolves to the decision that was waited for.
   */
  async #settleAll({ key, event, refunded, mustKeep, mustWait }, exchange) {
    const settling = event && this.#limiter.settle(key, () => event, { ...exchange, mustKeep });
    if (refunded.length > 0) await this.#limiter.refund(refunded, exchange);
    if (mustKeep || mustWait || refunded.length > 0) return settling || undefined;
    if (settling) exchange.defer(settling);
    return undefined;
  }

  /** Reports a PIN that has verified the user already as right once more, without a call. */
  #repeat(decision, { userId }) {
    const [response, method] = this.#core.repeated(decision);
    this.#reporter.emit("verified", { userId, detail: "repeated" });
    return { response, outcome: { result: { verified: true, method } } };
  }

  #deny({ scope, decision }, { userId }) {
    const [response, limit, retryAfterMs] = this.#core.deny(decision, scope, this.#settings.now());
    this.#reporter.emit("limited", { userId, detail: limit, retryAfterMs });
    return { response, denial: { limit, retryAfterMs } };
  }

  /** Counts a wrong PIN of anybody, so that the operator learns of many: each user and network alone may be within its limits. */
  async #countFailedPin(id, exchange) {
    const [key, event] = this.#settings.rules.failedPinEvent(this.#settings.now(), id);
    const { kind, decision } = (await this.#limiter.settle(key, () => event, exchange)) ?? {};
    if (kind === "deny") this.#reporter.reportFailedPins(this.#core.deny(decision, "global", this.#settings.now())[2]);
  }
}

/** Reads the core's lines: the event that settles the user's reservation, empty if there is none, the flags, and the response. */
function readFinish(text) {
  const [event, flags] = text.split("\n", 2);
  return { event, flags, response: text.slice(event.length + flags.length + 2) };
}

/**
 * The plain values of an outcome, for the core: `[verified, method, code, status, retryAfterMs, followsCheck, verificationId, validMs,
 * fingerprint]`. Anything may have been thrown.
 */
function readOutcome(outcome) {
  try {
    if ("failure" in outcome) {
      const { code, status, retryAfterMs } = outcome.failure ?? {};
      const number = (value) => (typeof value === "number" && Number.isFinite(value) ? value : 0);
      const codeOrNone = typeof code === "string" ? code : "";
      const { followsCheck = false } = outcome;
      return [undefined, undefined, codeOrNone, number(status), number(retryAfterMs), followsCheck, undefined, 0, 0];
    }
    const { verified, method } = outcome.result;
    const { verificationId, validMs = 0, fingerprint = 0 } = outcome;
    return [
      verified === undefined ? undefined : verified === true,
      typeof method === "string" ? method : undefined,
      undefined,
      0,
      0,
      false,
      verificationId,
      validMs,
      fingerprint,
    ];
  } catch {
    return [undefined, undefined, "", 0, 0, outcome.followsCheck === true, undefined, 0, 0];
  }
}
