import { loadCore } from "./loading.js";

/** The store failed, so nothing may be done that it could not count. */
export class StoreError extends Error {
  constructor(detail, options) {
    super(`the store of the limits failed: ${detail}`, options);
    this.name = "StoreError";
    this.detail = detail;
  }
}

/** The outcome of a call that was never made because one of the limits denied it. */
const nothingSent = { failure: { code: "invalid_invocation" } };

/** The waits before the retries of a settlement that the user depends on. */
const retryDelaysMs = [50, 250];

/** The most right PINs that are kept for a store that is down. */
const maxPending = 10_000;

/** Reserves sends and PIN attempts before the API is called, and settles them afterwards. */
export function createLimiter({ limits, serviceId, now, timeoutMs }, reporter) {
  const core = loadCore();
  const prefix = core.canonicalId(serviceId);
  /** Settlements of right PINs that the store has not accepted yet, by key. */
  const pending = new Map();

  async function apply([scope, key, event]) {
    if (pending.has(key)) await settlePending(key);
    return { scope, key, event, ...(await store(key, event)) };
  }

  async function store(key, event) {
    let decision, kind, lockedUntil;
    try {
      decision = await withTimeout(limits.apply(`${prefix}/${key}`, event), timeoutMs);
      [kind, lockedUntil] = core.readDecision(decision);
    } catch (cause) {
      throw new StoreError(cause instanceof TimeoutError ? cause.message : "its apply rejected or returned no decision", { cause });
    }
    if (lockedUntil !== undefined) reporter.emit("locked", { userId: key.slice("user/".length), retryAfterMs: lockedUntil - now() });
    return { decision, kind };
  }

  /**
   * Makes all reservations concurrently. If one is denied or fails, the others are refunded. A decoy sends nothing, so it is refunded
   * globally; its address stays counted, since the caller could tell the difference.
   */
  async function reserve(events, exchange) {
    const { defer } = exchange;
    const results = await Promise.allSettled(events.map(apply));
    const applied = results.flatMap(({ value }) => value ?? []);
    const reservations = applied.filter(({ kind }) => kind !== "deny");
    const denied = applied.find(({ kind }) => kind === "deny");
    const failed = results.find(({ status }) => status === "rejected");
    if (denied || failed) {
      defer(settle(reservations, nothingSent, exchange));
      if (failed && denied?.scope !== "user") throw failed.reason;
      return { denied };
    }
    const isDecoy = reservations[0].kind === "decoy";
    if (!isDecoy) return { reservations, isDecoy };
    defer(settle(reservations.filter(({ scope }) => scope === "global"), nothingSent, exchange));
    return { reservations: reservations.filter(({ scope }) => scope !== "global"), isDecoy };
  }

  /** Settles reservations. Never rejects: one that can't be settled stays counted, and is reported to the operator. */
  function settle(reservations, outcome, exchange) {
    return Promise.all(reservations.map((reservation) => settleOne(reservation, outcome, exchange)));
  }

  async function settleOne({ scope, key, event, decision }, outcome, { request, userId }) {
    // Sends of an address or the gateway are settled by refunds only.
    if (scope !== "user" && !("failure" in outcome)) return;
    let settlement;
    // A retried refund could refund twice, if only its response was lost. A right PIN can be settled any number of times.
    const isVerified = outcome.result?.verified === true;
    try {
      settlement = core.settlement(event, decision, now(), outcome);
      if (settlement) await retry(() => apply([scope, key, settlement]), isVerified ? retryDelaysMs : [], timeoutMs);
    } catch (error) {
      if (isVerified && settlement) keepPending(key, settlement);
      reporter.emit("store_failed", { userId, detail: error.detail });
      reporter.report(error, request);
    }
  }

  /** Keeps a right PIN until the store is back, so that its attempt does not count as a failure. */
  function keepPending(key, settlement) {
    pending.set(key, settlement);
    if (pending.size > maxPending) pending.delete(pending.keys().next().value);
  }

  async function settlePending(key) {
    await store(key, pending.get(key));
    pending.delete(key);
  }

  const read = async (event) => (await apply(event)).decision;

  return { read, reserve, settle };
}

class TimeoutError extends Error {}

const isPending = Symbol("pending");

async function withTimeout(promise, milliseconds) {
  // A store in memory has settled already, and timers cost more than its step.
  const early = await Promise.race([promise, Promise.resolve(isPending)]);
  if (early !== isPending) return early;
  let timer;
  const timeout = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new TimeoutError(`it did not respond within ${milliseconds} ms`)), milliseconds);
  });
  try {
    return await Promise.race([promise, timeout]);
  } finally {
    clearTimeout(timer);
  }
}

/** Retries a call of the store after each delay, but not if it hung or once `limitMs` have passed: the page is waiting. */
async function retry(call, delaysMs, limitMs) {
  const start = performance.now();
  for (const delayMs of delaysMs) {
    try {
      return await call();
    } catch (error) {
      // A timer may fire a little before its time has passed.
      if (error.cause instanceof TimeoutError || performance.now() - start >= limitMs) throw error;
      await new Promise((resolve) => setTimeout(resolve, delayMs));
    }
  }
  return call();
}
