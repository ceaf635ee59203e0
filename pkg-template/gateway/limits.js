/** The stores of the limits. Each applies the same step of the Rust core, with no other event of the key between its read and its write. */
import { loadCore } from "./loading.js";
import { expectFunctions, ownProperties } from "./store-options.js";

const dayMs = 24 * 3_600_000;

/**
 * Stores limits in this process, for one process. Beyond `capacity` keys it deletes the least recently used key that matters least: first
 * addresses, then users without failures, then locked-out users and users with failures, and the global limit last.
 */
export function memoryLimits(options = {}) {
  const capacity = readCapacity(options);
  const ranks = [new Map(), new Map(), new Map(), new Map()];
  return {
    async apply(key, event) {
      const holder = ranks.find((rank) => rank.has(key));
      const [state, decision, forgetAfterMs] = loadCore().step(holder?.get(key).state ?? "", event);
      holder?.delete(key);
      if (state) ranks[rankOf(key, forgetAfterMs)].set(key, { state, forgetAt: Date.now() + forgetAfterMs });
      for (const rank of ranks) deleteFirstIf(rank, ({ forgetAt }) => forgetAt <= Date.now());
      if (ranks.reduce((sum, { size }) => sum + size, 0) > capacity) deleteOneOther(ranks, key);
      return decision;
    },
  };
}

function readCapacity(options) {
  const unknown = Object.keys(Object(options)).filter((name) => name !== "capacity");
  if (Object(options) !== options || unknown.length > 0) throw new TypeError("memoryLimits: expected the option capacity and no other");
  const { capacity = 100_000 } = ownProperties(options);
  if (Number.isSafeInteger(capacity) && capacity > 0) return capacity;
  throw new TypeError(`capacity: expected a whole number from 1, got ${String(capacity)}`);
}

function rankOf(key, forgetAfterMs) {
  if (key.endsWith("/global")) return 3;
  if (key.includes("/address/")) return 0;
  // Failures are remembered for 30 days, everything else of a user for much less.
  return forgetAfterMs > dayMs ? 2 : 1;
}

/** Deletes the key that matters least, but not the one that was just used: otherwise a full store would never count a new one. */
function deleteOneOther(ranks, key) {
  for (const rank of ranks) {
    for (const other of rank.keys()) if (other !== key) return rank.delete(other);
  }
}

/** A map's first key is the least recently used one, since every use inserts it again. */
function deleteFirstIf(rank, condition) {
  const first = rank.entries().next().value;
  if (first && condition(first[1])) rank.delete(first[0]);
}

/** Stores limits in Durable Objects, one for each key, strongly consistent worldwide. */
export function durableLimits(namespace) {
  expectFunctions("durableLimits: the Durable Object namespace", namespace, ["idFromName", "get"]);
  return {
    async apply(key, event) {
      const stub = namespace.get(namespace.idFromName(key));
      const response = await stub.fetch("https://limits/", { method: "POST", body: event });
      if (!response.ok) throw new Error(`expected the Durable Object to respond with 200, got ${response.status}`);
      return response.text();
    },
  };
}

/**
 * Holds the state of one key. Export it from the Worker and bind it, with `new_sqlite_classes` in its migration.
 *
 * The synchronous storage of SQLite-backed objects lets no other event in between the read and the write. The limits use the gateway's
 * clock, which the events carry; the object's own clock only schedules the deletion, so the two need not agree.
 */
export class VerigatorLimits {
  #storage;

  constructor({ storage }) {
    this.#storage = storage;
  }

  async fetch(request) {
    const event = await request.text();
    const stored = this.#storage.kv.get("limits");
    const [state, decision, forgetAfterMs] = loadCore().step(stored?.state ?? "", event);
    if (state) {
      const forgetAt = Date.now() + forgetAfterMs;
      this.#storage.kv.put("limits", { state, forgetAt });
      // An alarm that comes too early is set again, so one that is set can stay.
      if (!stored) await this.#storage.setAlarm(forgetAt);
    } else if (stored) await this.#storage.deleteAll();
    return new Response(decision);
  }

  /** Deletes the state. An alarm that was already under way when it was postponed must not delete a current state. */
  async alarm() {
    const { forgetAt = 0 } = this.#storage.kv.get("limits") ?? {};
    if (Date.now() < forgetAt) await this.#storage.setAlarm(forgetAt);
    else await this.#storage.deleteAll();
  }
}
