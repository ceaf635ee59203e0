/** Reserves sends and PIN attempts before the API is called, by the plans of the Rust core, and settles them afterwards. */
import { loadCore } from "./loading.js";

/** The most settlements that are kept for a store that is down. */
const maxPending = 10_000;

/** The kinds of decisions, by the first letter. */
const kinds = { a: "allow", y: "decoy", r: "recorded", v: "repeated", d: "deny" };

/** The waits before the retries of a settlement. Each event has an id, so none is counted twice. */
const retryDelaysMs = [50, 250];

const isPending = Symbol("pending");

/** Whether a decision allows the call to the API. */
export const isAllowed = (decision) => kinds[decision[0]] === "allow";
/** Whether a decision has reserved something: for the call, or for a decoy. */
export const isReservation = (decision) => isAllowed(decision) || kinds[decision[0]] === "decoy";

/** A method of stores that decide at once, in place of `apply`. */
export const applyNow = Symbol("applyNow");
/** A method of stores that can apply events of several keys by one request: see `createSwapStore`. */
export const applyInOrder = Symbol("applyInOrder");
/** A property of stores that keep a time limit by themselves: how long their `apply` may take. */
export const timeLimitMs = Symbol("timeLimitMs");

/** The store failed, so nothing may be done that it could not count. */
export class StoreError extends Error {
  constructor(detail, options) {
    super(`the store of the limits failed: ${detail}`, options);
    this.name = "StoreError";
    this.detail = detail;
  }
}

class TimeoutError extends Error {}

export class Limiter {
  #core = loadCore();
  #settings;
  #reporter;
  /** Settlements of right PINs, and ids of verifications, that the store has not accepted yet, by key. */
  #pending = new Map();
  #settledSends = new SettledSends();

  constructor(settings, reporter) {
    this.#settings = settings;
    this.#reporter = reporter;
  }

  /** Applies an event, unless the store has decided on it already. Resolves to the decision and its kind; rejects with a StoreError. */
  async apply(key, event, decided) {
    if (decided !== undefined) return this.#read(key, decided);
    const pending = this.#pending.get(key);
    if (pending !== undefined) {
      this.#read(key, await this.#applyToStore(key, pending));
      this.#pending.delete(key);
    }
    const decision = this.#applyToStore(key, event);
    return this.#read(key, typeof decision === "string" ? decision : await decision);
  }

  /** Returns the decision, or a promise of it. */
  #applyToStore(key, event) {
    const { limits } = this.#settings;
    try {
      if (limits[applyNow]) return limits[applyNow](key, event);
      return this.#withinTimeLimit(limits.apply(key, event)).catch(throwStoreError);
    } catch (cause) {
      return throwStoreError(cause);
    }
  }

  #withinTimeLimit(decision) {
    const { limits, timeoutMs } = this.#settings;
    return limits[timeLimitMs] <= timeoutMs ? decision : withTimeout(decision, timeoutMs);
  }

  #read(key, decision) {
    const kind = typeof decision === "string" ? kinds[decision[0]] : undefined;
    if (kind === undefined || (decision[1] !== "-" && decision[1] !== "!"))
      throwStoreError(new TypeError("expected apply to resolve to a decision"));
    if (decision[1] === "!") this.#note(key, decision);
    return { decision, kind };
  }

  #note(key, decision) {
    const [lockedUntil, behindMs] = this.#core.decisionNotes(decision);
    const userId = decodeURIComponent(key.slice(key.indexOf("/user/") + "/user/".length));
    if (lockedUntil !== undefined)
      this.#reporter.emit("locked", { userId, retryAfterMs: lockedUntil - this.#settings.now() });
    if (behindMs !== undefined) this.#reporter.reportClock(behindMs);
  }

  /**
   * Makes the reservations of a plan, stage by stage. If one is denied or fails, the earlier ones are refunded before anybody learns of it: a
   * serverless process may be stopped after its response. A PIN that has verified the user already reserves nothing. A decoy, or a start that is not paid for, sends nothing, so it only checks the limit of the whole gateway; its
   * network stays counted, since the caller could tell the difference.
   */
  async reserve({ stages, check, isUnpaid = false }, exchange) {
    const made = [];
    let isDecoy = false;
    const decided = this.#settings.limits[applyInOrder] ? await this.#applyInOrder(stages, isUnpaid, exchange) : [];
    for (const stage of stages) {
      const decisions = stage.map((one) =>
        one.scope === "global"
          ? this.#applyToWhole(one, (isDecoy || isUnpaid) && check, decided.shift())
          : this.apply(one.key, one.event, decided.shift()),
      );
      const { denied, failure, repeated, unknown } = await collect(stage, decisions, made);
      if (repeated) return { repeated };
      if (denied || failure) {
        await this.refund(made, exchange);
        if (failure) exchange.defer(this.#refundUnknown(unknown));
        if (!denied) throw failure;
        return { denied };
      }
      isDecoy ||= made[0].kind === "decoy";
    }
    return { made, isDecoy };
  }

  /**
   * Makes the reservations of a plan by one request, if the store can: that of the whole gateway only if an SMS will be sent. Resolves to the decisions, of as
   * many as there are.
   */
  async #applyInOrder(stages, isUnpaid, exchange) {
    const { limits } = this.#settings;
    const reservations = stages.flat();
    if (this.#pending.has(reservations[0].key)) return [];
    const whole = reservations.find(({ scope }) => scope === "global");
    let sends = [];
    let decisions = [];
    const entries = reservations.filter((one) => one !== whole);
    const eventOfWhole = () => withSettled(whole.event, (sends = this.#settledSends.take()));
    if (whole && !isUnpaid) entries.push({ key: whole.key, event: eventOfWhole, needsSend: true });
    try {
      decisions = await this.#withinTimeLimit(limits[applyInOrder](entries));
      return decisions;
    } catch (cause) {
      exchange.defer(this.#refundUnknown(reservations));
      return throwStoreError(cause);
    } finally {
      if (decisions.length < reservations.length) this.#settledSends.putBack(sends);
    }
  }

  /** The event names sends that are settled. They are named again unless the store took a reservation with them. */
  async #applyToWhole({ key, event }, check, made) {
    if (made !== undefined) return this.apply(key, event, made);
    const sends = this.#settledSends.take();
    let decided;
    try {
      decided = await this.apply(key, withSettled(check || event, sends));
      return decided;
    } finally {
      if (decided?.kind !== "allow") this.#settledSends.putBack(sends);
    }
  }

  /** Notes that a send is certainly used. */
  noteSettled(id) {
    this.#settledSends.add(id);
  }

  /** Refunds reservations. Never rejects: one that can't be refunded stays counted, and is reported to the operator. */
  refund(reservations, exchange) {
    const refundOne = ({ key, event, decision }) =>
      this.settle(key, () => this.#core.refundEvent(event, decision, this.#settings.now()), exchange);
    return Promise.all(reservations.map(refundOne));
  }

  /**
   * Refunds, once, what a store that failed may have reserved: its reply may have got lost, and nothing was sent. A user's own key stays counted.
   */
  #refundUnknown(reservations) {
    const shared = reservations.filter(({ scope }) => scope !== "user");
    return Promise.allSettled(
      shared.map(({ key, event }) => this.apply(key, this.#core.refundEvent(event, "", this.#settings.now()))),
    );
  }

  /** Applies a settlement, which may be repeated. Never rejects. Resolves to the decision on it, if the store took it. */
  async settle(key, createEvent, { request, userId, mustKeep = false }) {
    let event;
    try {
      event = createEvent();
      return await this.#applyWithRetries(key, event);
    } catch (error) {
      if (mustKeep && event) this.#keepPending(key, event);
      this.#reporter.emit("store_failed", { userId, detail: error.detail });
      this.#reporter.report(error, request);
      return undefined;
    }
  }

  /** Retries after each delay, but not if the store hung or once the time limit has passed: the page is waiting. */
  async #applyWithRetries(key, event) {
    const start = performance.now();
    for (const delayMs of retryDelaysMs) {
      try {
        return await this.apply(key, event);
      } catch (error) {
        // A timer may fire a little before its time has passed.
        const isLate = performance.now() - start >= this.#settings.timeoutMs;
        if (error.cause instanceof TimeoutError || isLate) throw error;
        await new Promise((resolve) => setTimeout(resolve, delayMs));
      }
    }
    return this.apply(key, event);
  }

  /** Keeps a right PIN until the store is back, so that its attempt does not count as a failure, or an id, so that its PIN can be checked. */
  #keepPending(key, event) {
    this.#pending.set(key, event);
    if (this.#pending.size > maxPending) this.#pending.delete(this.#pending.keys().next().value);
  }
}

/** Waits for the decisions of a stage, and adds its reservations to `made`. Those that the store failed to decide on are `unknown`. */
async function collect(stage, decisions, made) {
  // One that rejects while another is awaited must not count as unhandled.
  for (let index = 1; index < decisions.length; index += 1) decisions[index].catch(() => undefined);
  let denied, failure, repeated;
  const unknown = [];
  for (let index = 0; index < stage.length; index += 1) {
    try {
      const { decision, kind } = await decisions[index];
      const { scope, key, event } = stage[index];
      const decided = { scope, key, event, decision, kind };
      if (kind === "deny") denied ??= decided;
      else if (kind === "repeated") repeated = decided;
      else if (kind !== "recorded") made.push(decided);
    } catch (error) {
      failure ??= error;
      unknown.push(stage[index]);
    }
  }
  return { denied, failure, repeated, unknown };
}

function throwStoreError(cause) {
  const detail = cause instanceof TimeoutError ? cause.message : "its apply rejected or returned no decision";
  throw new StoreError(detail, { cause });
}

async function withTimeout(promise, milliseconds) {
  // Some stores have settled already, and timers cost more than their step.
  const early = await Promise.race([promise, isPending]);
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

/**
 * The ids of sends that are certainly used and that the store does not know as such. The next start names them, without a call of its own: so a
 * denial knows which reservations may still be refunded.
 */
class SettledSends {
  /** The state of the whole gateway treats a reservation as one that may be refunded for so long. */
  static #openMs = 15_000;
  static #maxIds = 500;
  #times = new Map();

  add(id, time = performance.now()) {
    this.#times.set(id, time);
    if (this.#times.size > SettledSends.#maxIds) this.#times.delete(this.#times.keys().next().value);
  }

  /** Returns ids and times, which belong to the caller unless they are put back. */
  take() {
    if (this.#times.size === 0) return [];
    const openSince = performance.now() - SettledSends.#openMs;
    const recent = [...this.#times].filter(([, time]) => time >= openSince);
    this.#times.clear();
    return recent;
  }

  putBack(sends) {
    for (const [id, time] of sends) this.add(id, time);
  }
}

/** Adds ids after the letters with which the core's text begins. */
function withSettled(event, sends) {
  return sends.length === 0 ? event : `${event.slice(0, 2)}${sends.map(([id]) => id).join(",")}${event.slice(2)}`;
}

/** A start that the user's own limit denies touches no shared key, and one that its network denies does not touch the whole gateway's. */
const stageOf = { user: 0, destination: 1, network: 1, failedPins: 1, global: 2 };

/** Reads the core's lines. A refusal has a `status` alone. The reservations of one stage are made at the same time. */
export function readPlan(text, id) {
  const lines = text.split("\n");
  if (lines.length === 1) return { status: Number(text) };
  const stages = [];
  let index = 2;
  for (; index + 2 < lines.length; index += 3) {
    const [scope, key, event] = [lines[index], lines[index + 1], lines[index + 2]];
    (stages[stageOf[scope]] ??= []).push({ scope, key, event });
  }
  return { operation: lines[0], value: lines[1], stages: stages.filter(Boolean), check: lines[index], id };
}

/** Returns the reservation of a plan by its scope, if there is one. */
export function reservationOf({ stages }, scope) {
  return stages.flat().find((one) => one.scope === scope);
}

/** Names the destination of a plan, as a hash. Without one, nothing is reserved for it. */
export async function setDestination({ stages }, serviceId, destination) {
  const name = destination === undefined ? undefined : await hash(`${serviceId} ${destination}`);
  for (const [index, stage] of stages.entries()) {
    const reservation = stage.find(({ scope }) => scope === "destination");
    if (reservation && name) reservation.key += name;
    else if (reservation) stages[index] = stage.filter((one) => one !== reservation);
  }
}

/** A store needs to tell destinations apart, not to know them. */
async function hash(text) {
  const bytes = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)));
  return Array.from(bytes.subarray(0, 16), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** How many ids are drawn at a time: a call of the system for each would take longer than the rest of a plan. */
const drawn = 64;

/** Returns a function that draws an id, unique among all processes: a whole number from 1 to 2^53 - 1. */
export function createIds() {
  const numbers = new Uint32Array(2 * drawn);
  let left = 0;
  return () => {
    if (left === 0) {
      crypto.getRandomValues(numbers);
      left = drawn;
    }
    left -= 1;
    return (numbers[2 * left] & 0x1fffff) * 2 ** 32 + numbers[2 * left + 1] || 1;
  };
}
