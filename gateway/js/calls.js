/** Starts and PIN attempts within the limits, for pages and for the site's own server alike. */
import { Limiter } from "./limiter.js";
import { loadCore } from "./loading.js";

const maxSamples = 32;
/** The statuses by which the API refuses one user's request. Every other failure concerns all users. */
const statusesOfOneUser = [400, 404, 409, 422];

/** How long an outage that a call met counts without another call of the operation. */
const outageMs = 60_000;

/** A guess of the duration of a call over the internet, for a process that has made none: from and up to. */
const guessedMs = [64, 133];

const methods = { totp: "authenticateUsingTotp", sms: "authenticateUsingSms" };

/**
 * The two operations. Each takes a plan and an exchange, and resolves to the core's `response`, with the `denial` if a limit denied it, or
 * the `outcome` of the call to the API.
 */
export class Calls {
  #core = loadCore();
  #settings;
  #reporter;
  #limiter;
  #starts;
  #verifications;

  constructor(settings, reporter) {
    this.#settings = settings;
    this.#reporter = reporter;
    this.#limiter = new Limiter(settings, reporter);
    this.#starts = createUpstream(settings);
    this.#verifications = createUpstream(settings, this.#starts);
  }

  /** Applies an event without a call. Resolves to the decision. */
  async apply(key, event) {
    return (await this.#limiter.apply(key, event)).decision;
  }

  async start(plan, exchange) {
    const call = {
      operation: methods[plan.value],
      values: [],
      decoyResult: { method: plan.value },
      upstream: this.#starts,
    };
    return this.#callWithinLimits(plan, exchange, call, (outcome, usedNothing) => {
      if (!("failure" in outcome)) this.#limiter.noteSettled(plan.id);
      this.#reporter.reportStart(exchange, outcome, usedNothing);
    });
  }

  async verify(plan, exchange) {
    const call = {
      operation: "verifyPin",
      values: [plan.value],
      decoyResult: { verified: false },
      upstream: this.#verifications,
    };
    const result = await this.#callWithinLimits(plan, exchange, call, (outcome) =>
      this.#reporter.reportVerification(exchange, outcome),
    );
    if (result.isFailedPin) exchange.defer(this.#countFailedPin(plan.id, exchange));
    return result;
  }

  /** Makes the reservations, calls the API, or waits as long for a decoy, reports the outcome, and settles the reservations. */
  async #callWithinLimits(plan, exchange, { operation, values, decoyResult, upstream }, report) {
    const { userId, options } = exchange;
    const { made, denied, isDecoy } = await this.#limiter.reserve(plan, exchange);
    if (denied) return this.#deny(denied, exchange);
    if (isDecoy) this.#reporter.emit("limited", { userId, detail: "lockout" });
    const outcome = await (isDecoy ? upstream.imitate(decoyResult) : upstream.call(userId, operation, values, options));
    const [user, ...shared] = made;
    const text = this.#core.finish(user.event, user.decision, isDecoy, this.#settings.now(), ...readOutcome(outcome));
    const { event, flags, response } = readFinish(text);
    const [refundsShared, isFailedPin, isHidden, usedNothing] = Array.from(flags, (flag) => flag === "1");
    const isVerified = outcome.result?.verified === true;
    if (!isDecoy && !isVerified) report(outcome, usedNothing);
    const settled = this.#settleAll(
      { key: user.key, event, refunded: refundsShared ? shared : [], isVerified },
      exchange,
    );
    if (isHidden) await upstream.conceal(outcome);
    await settled;
    if (isVerified) report(outcome, usedNothing);
    return { response, outcome, isFailedPin, isHidden };
  }

  /** Settles right PINs and refunds before anybody learns of the outcome. All other settlements may run after the response. */
  async #settleAll({ key, event, refunded, isVerified }, exchange) {
    const settling = event && this.#limiter.settle(key, () => event, { ...exchange, isVerified });
    if (refunded.length > 0) await this.#limiter.refund(refunded, exchange);
    if (isVerified || refunded.length > 0) await settling;
    else if (settling) exchange.defer(settling);
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

/** The plain values of an outcome, for the core: `[verified, method, code, status, retryAfterMs]`. Anything may have been thrown. */
function readOutcome(outcome) {
  try {
    if ("failure" in outcome) {
      const { code, status, retryAfterMs } = outcome.failure ?? {};
      const number = (value) => (typeof value === "number" && Number.isFinite(value) ? value : 0);
      return [undefined, undefined, typeof code === "string" ? code : "", number(status), number(retryAfterMs)];
    }
    const { verified, method } = outcome.result;
    return [
      verified === undefined ? undefined : verified === true,
      typeof method === "string" ? method : undefined,
      undefined,
      0,
      0,
    ];
  } catch {
    return [undefined, undefined, "", 0, 0];
  }
}

/**
 * Calls one operation of the API without retries: the page decides whether to try again, and a retry would be a second request for one
 * reserved attempt. What the page must not learn takes as long as real calls took, and fails while they fail. `other` is the other operation's
 * upstream, whose durations are better than a guess.
 */
export function createUpstream({ verigator, serviceId }, other) {
  const service = verigator.service(serviceId);
  const calls = [];

  /** Resolves to the `result`, or to the `failure`, and to when the call began. */
  async function call(userId, operation, values, options) {
    const start = performance.now();
    let user, outcome;
    try {
      user = service.user(userId);
      outcome = { start, result: await user[operation](...values, { ...options, maxRetries: 0 }) };
    } catch (thrown) {
      // Undefined would look like no failure at all.
      outcome = { start, failure: thrown ?? null };
    }
    user?.free?.();
    record(outcome);
    return outcome;
  }

  /** Records a call that the page may tell from others. The refusal of one user's request is faster than a send. */
  function record(outcome) {
    const outage = outageOf(outcome);
    if ("failure" in outcome && !outage) return;
    const end = performance.now();
    calls.push({ end, durationMs: end - outcome.start, outage });
    calls.splice(0, calls.length - maxSamples);
  }

  function sample() {
    return calls[Math.floor(Math.random() * calls.length)]?.durationMs;
  }

  const sampleOrGuess = () =>
    sample() ?? other?.sample() ?? guessedMs[0] + Math.random() * (guessedMs[1] - guessedMs[0]);

  /** Waits until a call that began at `start` has taken as long as a real one. */
  function conceal({ start }) {
    return delay(sampleOrGuess() - (performance.now() - start));
  }

  /**
   * Resolves to the given `result` after the duration of a call, or to a failure while the API fails: as the latest call of the operation
   * did, or as reading the service does, which sends nothing and costs nothing. In a process that has made no call, that reading is the sample.
   */
  async function imitate(result) {
    const durationMs = sample() ?? other?.sample();
    let outage;
    const probing = probe().then((met) => (outage = met));
    // A slow probe must not prolong the decoy.
    await (durationMs === undefined ? probing : new Promise((resolve) => setTimeout(resolve, durationMs)));
    const latest = calls.at(-1);
    if (!latest?.outage || performance.now() - latest.end > outageMs) return outage ?? { result };
    if (latest.durationMs > durationMs) await delay(latest.durationMs - durationMs);
    return latest.outage;
  }

  async function probe() {
    if (!verigator.getService) return delay(sampleOrGuess());
    try {
      (await verigator.getService(serviceId, { maxRetries: 0 }))?.free?.();
      return undefined;
    } catch (thrown) {
      return outageOf({ failure: thrown });
    }
  }

  return { call, conceal, imitate, sample };
}

function outageOf(outcome) {
  if (!("failure" in outcome)) return undefined;
  const { code, status } = outcome.failure ?? {};
  return code === "invalid_invocation" || statusesOfOneUser.includes(status) ? undefined : outcome;
}

async function delay(milliseconds) {
  if (milliseconds > 0) await new Promise((resolve) => setTimeout(resolve, milliseconds));
}
