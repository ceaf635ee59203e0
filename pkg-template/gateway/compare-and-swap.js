/** Limits in a database that can replace a value only if it is unchanged. */
import { loadCore } from "./loading.js";
import { expectFunctions, readStoreOptions } from "./store-options.js";

const maxBackoffMs = 64;

export function compareAndSwapLimits(database, options) {
  expectFunctions("database", database, ["read", "replace"]);
  const settings = readStoreOptions("compareAndSwapLimits", options, ["timeoutMs", "maxConflicts"]);
  async function read(key) {
    const value = await database.read(key);
    return { value, version: value };
  }
  return createSwapStore({ read, replace: (...swap) => database.replace(...swap) }, settings);
}

/**
 * Builds a store on `read(key)`, which resolves to `{ value, version }`, and on `replace(key, version, next, ttlMs)`, which resolves to whether
 * the version was still the current one.
 */
export function createSwapStore({ read, replace }, { timeoutMs, maxConflicts }) {
  /** The calls that wait until the swap in progress for their key is over. */
  const waiting = new Map();

  function apply(key, event) {
    const call = createCall(event, timeoutMs);
    const queue = waiting.get(key);
    if (queue) queue.push(call);
    else {
      waiting.set(key, [call]);
      drain(key);
    }
    return call.decision;
  }

  async function drain(key) {
    for (let calls = waiting.get(key); calls.length > 0; calls = waiting.get(key)) {
      waiting.set(key, []);
      swap(key, calls);
      // A database that hangs must not hold up the next calls: these ones end by their own time limits.
      await Promise.allSettled(calls.map(({ decision }) => decision));
    }
    waiting.delete(key);
  }

  /** Takes the steps of all calls by one replacement, so that a burst within one process causes no conflicts. */
  async function swap(key, calls) {
    try {
      for (let conflicts = 0; !(await trySwap(key, calls)); ) {
        conflicts += 1;
        if (conflicts > maxConflicts) throw new Error(`expected at most ${maxConflicts} conflicts with other processes, got one more; raise maxConflicts`);
        await backOff(conflicts);
      }
    } catch (error) {
      for (const call of calls) call.reject(error);
    }
  }

  /** Resolves to false after a conflict, and to true once no call waits for its decision. */
  async function trySwap(key, calls) {
    if (!calls.some(isPending)) return true;
    const { value, version } = await read(key);
    // A call that timed out, e.g. while the database was down, must not be counted once it is back.
    const pending = calls.filter(isPending);
    const { state, ttlMs, decisions } = takeSteps(expectValue(value) ?? "", pending);
    // An unchanged state needs no write: a denied request costs one read.
    if (state !== (value ?? "") && !expectBoolean(await replace(key, version, state, ttlMs))) return false;
    pending.forEach((call, index) => call.resolve(decisions[index]));
    return true;
  }

  return { apply };
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
    const late = () => call.reject(new Error(`expected the limit store to answer within ${timeoutMs} ms, got no answer; check its connection or raise timeoutMs`));
    const timer = setTimeout(late, timeoutMs);
  });
  return call;
}

function isPending(call) {
  return !call.isSettled;
}

function takeSteps(before, calls) {
  const { step } = loadCore();
  let [state, forgetAfterMs] = [before, 0];
  const decisions = calls.map(({ event }) => {
    let decision;
    [state, decision, forgetAfterMs] = step(state, event);
    return decision;
  });
  // Databases refuse a lifetime of zero.
  return { state, ttlMs: Math.max(1, Math.ceil(forgetAfterMs)), decisions };
}

/** Waits a random time that grows with each conflict, so that processes do not retry in step. */
function backOff(conflicts) {
  const milliseconds = Math.random() * Math.min(maxBackoffMs, 2 ** conflicts);
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

function expectValue(value) {
  if (value === null || typeof value === "string") return value;
  throw new TypeError(`expected read to resolve to a string or null, got ${typeof value}`);
}

function expectBoolean(value) {
  if (typeof value === "boolean") return value;
  throw new TypeError(`expected replace to resolve to true or false, got ${typeof value}`);
}
