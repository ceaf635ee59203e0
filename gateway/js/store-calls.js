/** Calls of the store, with a time limit and retries. */

/** The store failed, so nothing may be done that it could not count. */
export class StoreError extends Error {
  constructor(detail, options) {
    super(`the store of the limits failed: ${detail}`, options);
    this.name = "StoreError";
    this.detail = detail;
  }
}

class TimeoutError extends Error {}

/** The waits before the retries of a settlement. Each event has an id, so none is counted twice. */
const retryDelaysMs = [50, 250];

const kinds = { a: "allow", y: "decoy", r: "recorded", d: "deny" };
const isPending = Symbol("pending");

/** The method of a store that decides at once, in place of `apply`. */
export const applyNow = Symbol("applyNow");

/** Applies an event. Resolves to the decision and its kind; rejects with a StoreError. */
export async function applyEvent(limits, key, event, timeoutMs) {
  try {
    const decision = limits[applyNow]
      ? limits[applyNow](key, event)
      : await withTimeout(limits.apply(key, event), timeoutMs);
    const kind = typeof decision === "string" ? kinds[decision[0]] : undefined;
    if (kind === undefined || (decision[1] !== "-" && decision[1] !== "!"))
      throw new TypeError("expected apply to resolve to a decision");
    return { decision, kind };
  } catch (cause) {
    throw new StoreError(cause instanceof TimeoutError ? cause.message : "its apply rejected or returned no decision", {
      cause,
    });
  }
}

async function withTimeout(promise, milliseconds) {
  // Some stores have settled already, and timers cost more than their step.
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
export async function retry(call, limitMs) {
  const start = performance.now();
  for (const delayMs of retryDelaysMs) {
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
