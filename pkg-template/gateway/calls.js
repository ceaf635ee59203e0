/** Starts and PIN attempts within the limits, for pages and for the site's own server alike. */
import { createLimiter } from "./limiter.js";
import { loadCore } from "./loading.js";
import { createUpstream } from "./upstream.js";

const methods = { totp: "authenticateUsingTotp", sms: "authenticateUsingSms" };

/**
 * Returns the two operations. Each takes a plan and an exchange, and resolves to the core's `response`, with the `denial` if a limit denied it, or
 * the `outcome` of the call to the API.
 */
export function createCalls(settings, reporter) {
  const core = loadCore();
  const { rules, now } = settings;
  const limiter = createLimiter(settings, reporter);
  const starts = createUpstream(settings);
  const verifications = createUpstream(settings, starts);

  async function start(plan, exchange) {
    const call = { operation: methods[plan.value], values: [], decoyResult: { method: plan.value }, upstream: starts };
    return callWithinLimits(plan, exchange, call, (outcome, usedNothing) => {
      if (!("failure" in outcome)) limiter.settledSends.add(plan.id);
      reporter.reportStart(exchange, outcome, usedNothing);
    });
  }

  async function verify(plan, exchange) {
    const call = { operation: "verifyPin", values: [plan.value], decoyResult: { verified: false }, upstream: verifications };
    const result = await callWithinLimits(plan, exchange, call, (outcome) => reporter.reportVerification(exchange, outcome));
    if (result.isFailedPin) exchange.defer(countFailedPin(plan.id, exchange));
    return result;
  }

  /** Makes the reservations, calls the API, or waits as long for a decoy, reports the outcome, and settles the reservations. */
  async function callWithinLimits(plan, exchange, { operation, values, decoyResult, upstream }, report) {
    const { userId, options } = exchange;
    const { made, denied, isDecoy } = await limiter.reserve(plan, exchange);
    if (denied) return deny(denied, exchange);
    if (isDecoy) reporter.emit("limited", { userId, detail: "lockout" });
    const outcome = await (isDecoy ? upstream.imitate(decoyResult) : upstream.call(userId, operation, values, options));
    const [user, ...shared] = made;
    const [event, flags, response] = core.finish(user.event, user.decision, isDecoy, now(), ...readOutcome(outcome)).split("\n");
    const [refundsShared, isFailedPin, isHidden, usedNothing] = Array.from(flags, (flag) => flag === "1");
    const isVerified = outcome.result?.verified === true;
    if (!isDecoy && !isVerified) report(outcome, usedNothing);
    const settled = settleAll({ key: user.key, event, refunded: refundsShared ? shared : [], isVerified }, exchange);
    if (isHidden) await upstream.conceal(outcome);
    await settled;
    if (isVerified) report(outcome, usedNothing);
    return { response, outcome, isFailedPin, isHidden };
  }

  /** Settles right PINs and refunds before anybody learns of the outcome. All other settlements may run after the response. */
  async function settleAll({ key, event, refunded, isVerified }, exchange) {
    const settling = event && limiter.settle(key, () => event, { ...exchange, isVerified });
    if (refunded.length > 0) await limiter.refund(refunded, exchange);
    if (isVerified || refunded.length > 0) await settling;
    else if (settling) exchange.defer(settling);
  }

  function deny({ scope, decision }, { userId }) {
    const [response, limit, retryAfterMs] = core.deny(decision, scope, now());
    reporter.emit("limited", { userId, detail: limit, retryAfterMs });
    return { response, denial: { limit, retryAfterMs } };
  }

  /** Counts a wrong PIN of anybody, so that the operator learns of many: each user and network alone may be within its limits. */
  async function countFailedPin(id, exchange) {
    const [key, event] = rules.failedPinEvent(now(), id);
    const { kind, decision } = (await limiter.settle(key, () => event, exchange)) ?? {};
    if (kind === "deny") reporter.reportFailedPins(core.deny(decision, "global", now())[2]);
  }

  return { start, verify, apply: limiter.apply };
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
    return [verified === undefined ? undefined : verified === true, typeof method === "string" ? method : undefined, undefined, 0, 0];
  } catch {
    return [undefined, undefined, "", 0, 0];
  }
}
