/** The stores of the limits. Each applies the same step of the Rust core, with no other event of the key between its read and its write. */
import { loadCore } from "./loading.js";

/** Stores limits in this process, for one process. Beyond `capacity` keys, the least recently used one is deleted. */
export function memoryLimits({ capacity = 100_000 } = {}) {
  const states = new Map();
  return {
    async apply(key, event) {
      const [state, decision] = loadCore().step(states.get(key) ?? "", event);
      states.delete(key);
      if (state) states.set(key, state);
      if (states.size > capacity) states.delete(states.keys().next().value);
      return decision;
    },
  };
}

/** Stores limits in Durable Objects, one for each key, strongly consistent worldwide. */
export function durableLimits(namespace) {
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
    const [state, decision, forgetAfterMs] = loadCore().step(this.#storage.kv.get("state") ?? "", event);
    if (state) {
      const forgetAt = Date.now() + forgetAfterMs;
      this.#storage.kv.put("state", state);
      this.#storage.kv.put("forgetAt", forgetAt);
      await this.#storage.setAlarm(forgetAt);
    } else await this.#storage.deleteAll();
    return new Response(decision);
  }

  /** Deletes the state. An alarm that was already under way when it was postponed must not delete a current state. */
  async alarm() {
    const forgetAt = this.#storage.kv.get("forgetAt") ?? 0;
    if (Date.now() < forgetAt) await this.#storage.setAlarm(forgetAt);
    else await this.#storage.deleteAll();
  }
}
