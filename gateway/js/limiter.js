/** Reserves sends and PIN attempts before the API is called, and settles them afterwards. */
import { loadCore } from "./loading.js";
import { stagesOf } from "./plans.js";
import { createSettledSends } from "./settled-sends.js";
import { applyEvent, retry } from "./store-calls.js";

/** The most right PINs that are kept for a store that is down. */
const maxPending = 10_000;

export class Limiter {
  #core = loadCore();
  #settings;
  #reporter;
  /** Settlements of right PINs that the store has not accepted yet, by key. */
  #pending = new Map();
  settledSends = createSettledSends();

  constructor(settings, reporter) {
    this.#settings = settings;
    this.#reporter = reporter;
  }

  /** Applies an event. Resolves to the decision and its kind. */
  async apply(key, event) {
    if (this.#pending.has(key)) {
      await this.#applyAndNote(key, this.#pending.get(key));
      this.#pending.delete(key);
    }
    return this.#applyAndNote(key, event);
  }

  async #applyAndNote(key, event) {
    const { limits, timeoutMs } = this.#settings;
    const decided = await applyEvent(limits, key, event, timeoutMs);
    if (decided.decision[1] === "!") this.#note(key, decided.decision);
    return decided;
  }

  #note(key, decision) {
    const [lockedUntil, behindMs] = this.#core.decisionNotes(decision);
    const userId = key.slice(key.indexOf("/user/") + "/user/".length);
    if (lockedUntil !== undefined)
      this.#reporter.emit("locked", { userId, retryAfterMs: lockedUntil - this.#settings.now() });
    if (behindMs !== undefined) this.#reporter.reportClock(behindMs);
  }

  /**
   * Makes the reservations of a plan, stage by stage. If one is denied or fails, the earlier ones are refunded before anybody learns of it: a
   * serverless process may be stopped after its response. A decoy sends nothing, so it only checks the limit of the whole gateway; its
   * network stays counted, since the caller could tell the difference.
   */
  async reserve(plan, exchange) {
    const made = [];
    let isDecoy = false;
    for (const stage of stagesOf(plan)) {
      const { denied, failure } = await this.#reserveStage(stage, isDecoy && plan.check, made);
      if (denied || failure) {
        await this.refund(made, exchange);
        if (!denied) throw failure;
        return { denied };
      }
      isDecoy ||= made[0].kind === "decoy";
    }
    return { made, isDecoy };
  }

  /** Makes the reservations of a stage at the same time, and adds them to `made`. */
  async #reserveStage(stage, check, made) {
    const decisions = stage.map((one) =>
      one.scope === "global" ? this.#applyToWhole(one, check) : this.apply(one.key, one.event),
    );
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

  async #applyToWhole({ key, event }, check) {
    const named = this.settledSends.take(check || event);
    try {
      const decided = await this.apply(key, named.event);
      if (decided.kind !== "allow") named.putBack();
      return decided;
    } catch (error) {
      named.putBack();
      throw error;
    }
  }

  /** Refunds reservations. Never rejects: one that can't be refunded stays counted, and is reported to the operator. */
  refund(reservations, exchange) {
    const refundOne = ({ key, event, decision }) =>
      this.settle(key, () => this.#core.refundEvent(event, decision, this.#settings.now()), exchange);
    return Promise.all(reservations.map(refundOne));
  }

  /** Applies a settlement, which may be repeated. Never rejects. Resolves to the decision on it, if the store took it. */
  async settle(key, createEvent, { request, userId, isVerified = false }) {
    let event;
    try {
      event = createEvent();
      return await retry(() => this.apply(key, event), this.#settings.timeoutMs);
    } catch (error) {
      if (isVerified && event) this.#keepPending(key, event);
      this.#reporter.emit("store_failed", { userId, detail: error.detail });
      this.#reporter.report(error, request);
      return undefined;
    }
  }

  /** Keeps a right PIN until the store is back, so that its attempt does not count as a failure. */
  #keepPending(key, event) {
    this.#pending.set(key, event);
    if (this.#pending.size > maxPending) this.#pending.delete(this.#pending.keys().next().value);
  }
}
