/** Limits in the memory of a process. */
import { loadCore } from "../loading.js";
import { applyNow } from "../limiter.js";
import { kindOf, ownProperties } from "../option-checks.js";

const daySeconds = 24 * 3_600;
/** One registry for all copies of this module: bundlers such as Next's put several into one process. */
const registry = Symbol.for("verigator.memoryLimits");

/**
 * Stores limits in this process, for one process. Beyond `capacity` keys it deletes the least recently used key that matters least: first
 * networks, then users without failures, then locked-out users and users with failures, and what counts for the whole gateway last.
 */
export function memoryLimits(options = {}) {
  const { capacity, name } = readMemoryOptions(options);
  if (name === undefined) return createMemoryStore(capacity);
  const stores = (globalThis[registry] ??= new Map());
  if (!stores.has(name)) stores.set(name, createMemoryStore(capacity));
  return stores.get(name);
}

function createMemoryStore(capacity) {
  let core;
  const ranks = [new Map(), new Map(), new Map(), new Map()];
  const store = { apply: async (key, event) => apply(key, event) };
  // Not enumerable, so that a copy of the store with another `apply` does not have it.
  Object.defineProperty(store, applyNow, { __proto__: null, value: apply });
  return store;

  function apply(key, event) {
    core ??= loadCore();
    const holder = ranks.find((rank) => rank.has(key));
    const kept = holder?.get(key);
    const [state, decision, forgetAfterMs] = core.step(kept?.state ?? "", event);
    holder?.delete(key);
    const seconds = Math.ceil(Date.now() / 1000);
    // Whole seconds take less memory than milliseconds.
    const next = state === undefined ? kept : { state, forgetAt: seconds + Math.ceil(forgetAfterMs / 1000) };
    if (next?.state) ranks[rankOf(key, next.forgetAt - seconds)].set(copy(key), next);
    for (const rank of ranks) if (rank.size > 0) deleteFirstIf(rank, seconds);
    if (ranks[0].size + ranks[1].size + ranks[2].size + ranks[3].size > capacity) deleteOneOther(ranks, key);
    return decision;
  }
}

function readMemoryOptions(options) {
  const unknown = Object.keys(Object(options)).filter((name) => name !== "capacity" && name !== "name");
  if (Object(options) !== options || unknown.length > 0)
    throw new TypeError("memoryLimits: expected the options capacity and name and no other");
  const { capacity = 100_000, name } = ownProperties(options);
  if (name !== undefined && typeof name !== "string")
    throw new TypeError(`name: expected a string, got ${kindOf(name)}`);
  if (Number.isSafeInteger(capacity) && capacity > 0) return { capacity, name };
  throw new TypeError(`capacity: expected a whole number from 1, got ${String(capacity)}`);
}

function rankOf(key, forgetAfterSeconds) {
  const [, kind, name] = key.split("/", 3);
  if (kind === "user") return forgetAfterSeconds > daySeconds ? 2 : 1;
  // Failures are remembered for 30 days, everything else of a user for much less.
  return name === undefined ? 3 : 0;
}

/** V8 keeps the whole text that a key was cut out of, unless the key is a text of its own. */
function copy(text) {
  return ` ${text}`.slice(1);
}

/** Deletes the key that matters least, but not the one that was just used: otherwise a full store would never count a new one. */
function deleteOneOther(ranks, key) {
  for (const rank of ranks) {
    for (const other of rank.keys()) if (other !== key) return rank.delete(other);
  }
}

/** A map's first key is the least recently used one, since every use inserts it again. */
function deleteFirstIf(rank, seconds) {
  const [key, { forgetAt }] = rank.entries().next().value;
  if (forgetAt < seconds) rank.delete(key);
}
