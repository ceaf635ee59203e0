/** Limits in a database that can replace a value only if it is unchanged. */
import { isWorkerd } from "../connection.js";
import { applyInOrder, isAllowed, isReservation, timeLimitMs } from "../limiter.js";
import { loadCore } from "../loading.js";
import { kindOf, readStoreOptions, expectFunctions } from "../option-checks.js";

const maxBackoffMs = 64;
/** The values that this process wrote or read last, of so many keys. */
const maxKnownValues = 1_000;
/** A swap that takes longer is left to the next call of its key. */
const takeOverMs = 250;
/** How long a database is not asked for several keys after it failed to swap them, like a cluster: twice as long each time, up to ten minutes. */
const [firstPauseMs, longestPauseMs] = [1_000, 600_000];

/** The longest that a swap may be on its way, for a database with a clock: what a client has kept while its server was down is not counted. */
export const maxAgeMs = ({ timeoutMs }) => Math.min(timeoutMs, 2_000);

const absent = { value: null, version: null };

export function compareAndSwapLimits(database, options) {
  expectFunctions("database", database, ["read", "replace"]);
  const settings = readStoreOptions("compareAndSwapLimits", options, ["timeoutMs", "maxConflicts"]);

  async function read(key) {
    const value = expectText(await database.read(key));
    return { value, version: value };
  }

  async function swap(key, { version }, next, ttlMs) {
    const isSwapped = expectBoolean(await database.replace(key, version, next, ttlMs));
    return isSwapped ? { isSwapped, version: next } : { isSwapped, present: await read(key) };
  }

  return createSwapStore({ read, swap }, settings);
}

/**
 * Builds a store on two functions. `read(key, at)` resolves to `{ value, version, now }`. `swap(key, known, next, ttlMs, at)` replaces the value if it
 * is still the known one, and resolves to `{ isSwapped, version, present, now }`: the new version, or the present `{ value, version }`, undefined if that
 * has to be read. A database that has a clock returns its time as `now`, and swaps only if `at` is near to it.
 *
 * A database may have `swapInOrder([{ key, known, next, ttlMs }], at)` as well, which ends at the first swap that fails, and resolves to
 * `{ swaps, now }`: the results of the swaps up to there.
 *
 * A key that this process does not know is most likely absent, and what it wrote last is most likely still there. So one swap is the usual case, and
 * the value is read only if nothing is to be written. A swap that is repeated, or whose success got lost on its way, does no harm: each event has an
 * id, so it finds itself in the present value.
 */
export function createSwapStore(database, settings, further) {
  const swapStore = new SwapStore(database, settings);
  const store = { ...further, apply: (key, event) => swapStore.apply(key, event) };
  // Not enumerable, so that a copy of the store with another `apply` does not have it.
  Object.defineProperty(store, timeLimitMs, { __proto__: null, value: settings.timeoutMs });
  if (database.swapInOrder) {
    const value = (reservations) => swapStore.applyInOrder(reservations);
    Object.defineProperty(store, applyInOrder, { __proto__: null, value });
  }
  return store;
}

class SwapStore {
  #database;
  #settings;
  #known = createKnownValues();
  #clock = createStoreClock();
  #queues = new Map();
  #pause = { ms: firstPauseMs, until: 0 };

  constructor(database, settings) {
    this.#database = database;
    this.#settings = settings;
  }

  apply(key, event) {
    const call = createCall(event, this.#settings.timeoutMs);
    // In workerd, I/O and promises belong to a request: one that waits for another's hangs.
    if (isWorkerd()) this.#swapAll(key, [call]);
    else this.#join(key, call);
    return call.decision;
  }

  /**
   * Applies events of different keys, in order, by one request: each only if the ones before it have made reservations. Resolves to the decisions that took
   * effect; what is missing is for `apply`. Rejects only after the time limit.
   */
  async applyInOrder(reservations) {
    const swaps = performance.now() < this.#pause.until ? [] : this.#planSwaps(reservations);
    if (swaps.length < 2) return [];
    const queues = isWorkerd() ? [] : swaps.map(({ key }) => this.#occupy(key));
    const order = createCall(undefined, this.#settings.timeoutMs);
    this.#swapInOrder(swaps).then(order.resolve, order.reject);
    try {
      return await order.decision;
    } finally {
      for (const [key, queue] of queues) this.#drain(key, queue);
    }
  }

  /** The swaps of the first keys that no other call is about, each from the value that this process knows. A decoy sends nothing. */
  #planSwaps(reservations) {
    const swaps = [];
    for (const { key, event, needsSend } of reservations) {
      if (this.#queues.has(key) || (needsSend && !isAllowed(swaps[0].decision))) break;
      const known = this.#known.get(key);
      const call = { event: typeof event === "function" ? event() : event };
      const { state, ttlMs, decisions } = takeSteps(known.value ?? "", [call], this.#clock.now());
      if (state === undefined) break;
      swaps.push({ key, known, next: state, ttlMs, decision: decisions[0] });
      if (!isReservation(decisions[0])) break;
    }
    return swaps;
  }

  async #swapInOrder(swaps) {
    try {
      const results = (await this.#clock.call((at) => this.#database.swapInOrder(swaps, at))).swaps;
      this.#pause = { ms: firstPauseMs, until: 0 };
      for (const [index, { isSwapped, version, present }] of results.entries()) {
        const { key, next } = swaps[index];
        this.#know(key, isSwapped ? { value: next, version } : present);
      }
      return results.filter(({ isSwapped }) => isSwapped).map((_, index) => swaps[index].decision);
    } catch {
      // Key by key, the failure shows again, or what has taken effect: each event has an id.
      const { ms } = this.#pause;
      this.#pause = { ms: Math.min(2 * ms, longestPauseMs), until: performance.now() + ms };
      return [];
    }
  }

  #know(key, present) {
    this.#known.set(key, present.value ? present : absent);
  }

  /** Makes the calls for a key wait. */
  #occupy(key) {
    const queue = { waiting: [], busySince: performance.now() };
    this.#queues.set(key, queue);
    return [key, queue];
  }

  /** Concurrent calls for one key share a swap. A later call takes over from one that hangs. */
  #join(key, call) {
    const queue = this.#queues.get(key);
    if (queue && performance.now() - queue.busySince < takeOverMs) return void queue.waiting.push(call);
    const own = { waiting: [...(queue?.waiting.splice(0) ?? []), call], busySince: 0 };
    this.#queues.set(key, own);
    this.#drain(key, own);
  }

  async #drain(key, queue) {
    while (queue.waiting.length > 0) {
      const calls = queue.waiting.splice(0);
      queue.busySince = performance.now();
      this.#swapAll(key, calls);
      // A database that hangs must not hold up the next calls: these ones end by their own time limits.
      await Promise.allSettled(calls.map(({ decision }) => decision));
    }
    if (this.#queues.get(key) === queue) this.#queues.delete(key);
  }

  /** Takes the steps of all calls by one replacement, so that a burst within one process causes no conflicts. */
  async #swapAll(key, calls) {
    try {
      let present = { ...this.#known.get(key), isCurrent: false };
      for (let conflicts = 0; present; ) {
        present = await this.#trySwap(key, present, calls);
        if (present?.isConflict && (conflicts += 1) > this.#settings.maxConflicts)
          throw new Error(
            `expected at most ${this.#settings.maxConflicts} conflicts with other processes, got one more; raise the store's option maxConflicts`,
          );
        if (present?.isConflict) await backOff(conflicts);
      }
    } catch (error) {
      this.#known.delete(key);
      for (const call of calls) call.reject(error);
    }
  }

  /** Resolves to the value to go on with, undefined once no call waits for its decision. */
  async #trySwap(key, { isCurrent, mustRead, ...before }, calls) {
    // A call that timed out, e.g. while the database was down, must not be counted once it is back.
    const pending = calls.filter((call) => !call.isSettled);
    if (pending.length === 0) return undefined;
    if (mustRead) return { ...(await this.#readPresent(key)), isCurrent: true };
    const { state, ttlMs, decisions } = takeSteps(before.value ?? "", pending, this.#clock.now());
    // An unchanged value needs no write, and a decision on one that others may have changed in the meantime counts for nothing.
    if (state === undefined && !isCurrent) return { ...(await this.#readPresent(key)), isCurrent: true };
    if (state !== undefined) {
      const { isSwapped, version, present } = await this.#clock.call((at) =>
        this.#database.swap(key, before, state, ttlMs, at),
      );
      if (!isSwapped) return afterConflict(before, isCurrent, present);
      this.#know(key, { value: state, version });
    }
    pending.forEach((call, index) => call.resolve(decisions[index]));
    return undefined;
  }

  async #readPresent(key) {
    const present = await this.#clock.call((at) => this.#database.read(key, at));
    this.#know(key, present);
    return present;
  }
}

/** A guess that was wrong is no conflict. A present value that is the expected one was read before another process replaced it. */
function afterConflict(before, wasCurrent, present) {
  const mustRead = present === undefined || present.version === before.version;
  return { ...(mustRead ? before : present), isCurrent: !mustRead, mustRead, isConflict: wasCurrent || mustRead };
}

function createKnownValues() {
  const values = new Map();
  return {
    get: (key) => values.get(key) ?? absent,
    set(key, { value, version }) {
      values.delete(key);
      values.set(key, { value, version });
      if (values.size > maxKnownValues) values.delete(values.keys().next().value);
    },
    delete: (key) => values.delete(key),
  };
}

/** The database's clock, by the difference to this process's that its replies show. Undefined for a database without one. */
function createStoreClock() {
  let difference;
  let hasClock = false;
  const now = () => (hasClock ? Math.round(Date.now() + difference) : undefined);
  return {
    now,
    async call(send) {
      const start = Date.now();
      const reply = await send(now() ?? start);
      if (reply.now !== undefined) [hasClock, difference] = [true, reply.now - (start + Date.now()) / 2];
      return reply;
    },
  };
}

/** Takes the steps of all calls. The state is undefined if none changes it. */
function takeSteps(before, calls, storeNow) {
  const events = calls.map(({ event }) => event).join("\n");
  const [state, decisions, forgetAfterMs] = loadCore().stepAll(before, events, storeNow);
  // Databases refuse a lifetime of zero.
  return { state, ttlMs: Math.max(1, Math.ceil(forgetAfterMs)), decisions: decisions.split("\n") };
}

/** Creates a pending call of `apply`, which rejects after the time limit. */
function createCall(event, timeoutMs) {
  const call = { event, isSettled: false };
  call.decision = new Promise((resolve, reject) => {
    const settleBy = (settle) => (value) => {
      clearTimeout(timer);
      call.isSettled = true;
      settle(value);
    };
    call.resolve = settleBy(resolve);
    call.reject = settleBy(reject);
    const timer = setTimeout(() => call.reject(lateError(timeoutMs)), timeoutMs);
  });
  return call;
}

function lateError(timeoutMs) {
  return new Error(
    `expected the limit store to answer within ${timeoutMs} ms, got no answer; check its connection or raise timeoutMs`,
  );
}

/** Waits a random time that grows with each conflict, so that processes do not retry in step. */
function backOff(conflicts) {
  const milliseconds = Math.random() * Math.min(maxBackoffMs, 2 ** conflicts);
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/** Throws for a value that is no text, which a client may make of a text by itself. */
export function expectText(value) {
  if (value === null || typeof value === "string") return value;
  throw new TypeError(
    `expected read to resolve to a string or null, got ${kindOf(value)}; let the client return texts as they are, e.g. by automaticDeserialization: false (Upstash) or a column of type text`,
  );
}

function expectBoolean(value) {
  if (typeof value === "boolean") return value;
  throw new TypeError(`expected replace to resolve to true or false, got ${kindOf(value)}`);
}
