/** Reserves sends and PIN attempts before the API is called, and settles them afterwards. */
import { loadCore } from "./loading.js";
import { stagesOf } from "./plans.js";
import { createSettledSends } from "./settled-sends.js";
import { applyEvent, retry } from "./store-calls.js";

/** The most right PINs that are kept for a store that is down. */
const maxPending = 10_000;

export function createLimiter({ limits, now, timeoutMs }, reporter) {
  const core = loadCore();
  const settledSends = createSettledSends();
  /** Settlements of right PINs that the store has not accepted yet, by key. */
  const pending = new Map();

  async function apply(key, event) {
    if (pending.has(key)) {
      note(key, await applyEvent(limits, key, pending.get(key), timeoutMs));
      pending.delete(key);
    }
    const decided = await applyEvent(limits, key, event, timeoutMs);
    note(key, decided);
    return decided;
  }

  function note(key, { decision }) {
    if (decision[1] !== "!") return;
    const [lockedUntil, behindMs] = core.decisionNotes(decision);
    if (lockedUntil !== undefined) reporter.emit("locked", { userId: key.slice(key.indexOf("/user/") + "/user/".length), retryAfterMs: lockedUntil - now() });
    if (behindMs !== undefined) reporter.reportClock(behindMs);
  }

  /**
   * Makes the reservations of a plan, stage by stage. If one is denied or fails, the earlier ones are refunded before anybody learns of it: a
   * serverless process may be stopped after its response. A decoy sends nothing, so it only checks the limit of the whole gateway; its
   * network stays counted, since the caller could tell the difference.
   */
  async function reserve(plan, exchange) {
    const made = [];
    let isDecoy = false;
    for (const stage of stagesOf(plan)) {
      const { denied, failure } = await reserveStage(stage, isDecoy && plan.check, made);
      if (denied || failure) {
        await refund(made, exchange);
        if (!denied) throw failure;
        return { denied };
      }
      isDecoy ||= made[0].kind === "decoy";
    }
    return { made, isDecoy };
  }

  /** Makes the reservations of a stage at the same time, and adds them to `made`. */
  async function reserveStage(stage, check, made) {
    const decisions = stage.map((one) => (one.scope === "global" ? applyToWhole(one, check) : apply(one.key, one.event)));
    // One that rejects while another is awaited must not count as unhandled.
    for (const decision of decisions.slice(1)) decision.catch(() => undefined);
    let denied, failure;
    for (const [index, decision] of decisions.entries()) {
      try {
        const decided = { ...stage[index], ...(await decision) };
        if (decided.kind === "deny") denied ??= decided;
        else if (decided.kind !== "recorded") made.push(decided);
      } catch (error) {
        failure ??= error;
      }
    }
    return { denied, failure };
  }

  async function applyToWhole({ key, event }, check) {
    const named = settledSends.take(check || event);
    try {
      const decided = await apply(key, named.event);
      if (decided.kind !== "allow") named.putBack();
      return decided;
    } catch (error) {
      named.putBack();
      throw error;
    }
  }

  /** Refunds reservations. Never rejects: one that can't be refunded stays counted, and is reported to the operator. */
  function refund(reservations, exchange) {
    return Promise.all(reservations.map(({ key, event, decision }) => settle(key, () => core.refundEvent(event, decision, now()), exchange)));
  }

  /** Applies a settlement, which may be repeated. Never rejects. Resolves to the decision on it, if the store took it. */
  async function settle(key, createEvent, { request, userId, isVerified = false }) {
    let event;
    try {
      event = createEvent();
      return await retry(() => apply(key, event), timeoutMs);
    } catch (error) {
      if (isVerified && event) keepPending(key, event);
      reporter.emit("store_failed", { userId, detail: error.detail });
      reporter.report(error, request);
      return undefined;
    }
  }

  /** Keeps a right PIN until the store is back, so that its attempt does not count as a failure. */
  function keepPending(key, event) {
    pending.set(key, event);
    if (pending.size > maxPending) pending.delete(pending.keys().next().value);
  }

  return { apply, reserve, refund, settle, settledSends };
}
