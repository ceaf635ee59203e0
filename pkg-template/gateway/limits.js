/** Where the limits' states are kept. Every store takes the same step, of the same Rust core, and nothing comes between its read and its write. */
import { loadCore } from "./loading.js";

/** In this process, for one process. Beyond `capacity` keys the one unused for longest goes. */
export function memoryLimits({ capacity = 100_000 } = {}) {
  const states = new Map();
  return {
    async apply(key, event) {
      const [state, verdict] = loadCore().step(states.get(key) ?? "", event);
      states.delete(key);
      if (state) states.set(key, state);
      if (states.size > capacity) states.delete(states.keys().next().value);
      return verdict;
    },
  };
}

/** In Durable Objects, one for each key, strongly consistent across the world. */
export function durableLimits(namespace) {
  return {
    async apply(key, event) {
      const stub = namespace.get(namespace.idFromName(key));
      const response = await stub.fetch("https://limits/", { method: "POST", body: event });
      if (!response.ok) throw new Error(`expected the Durable Object to answer 200, got ${response.status}`);
      return response.text();
    },
  };
}

/**
 * Holds one key's state. Export it from the Worker and bind it, with `new_sqlite_classes` in its migration.
 *
 * The synchronous storage of SQLite-backed objects lets no other event in between reading and writing. Time runs by the gateway's clock in
 * the events, and by the object's own only for cleaning up, so the two never have to agree.
 */
export class VerigatorLimits {
  #storage;

  constructor({ storage }) {
    this.#storage = storage;
  }

  async fetch(request) {
    const event = await request.text();
    const [state, verdict, forgetAfterMs] = loadCore().step(this.#storage.kv.get("state") ?? "", event);
    if (state) {
      const forgetAt = Date.now() + forgetAfterMs;
      this.#storage.kv.put("state", state);
      this.#storage.kv.put("forgetAt", forgetAt);
      await this.#storage.setAlarm(forgetAt);
    } else await this.#storage.deleteAll();
    return new Response(verdict);
  }

  /** An alarm that was on its way when it was put off must not take a living state along. */
  async alarm() {
    const forgetAt = this.#storage.kv.get("forgetAt") ?? 0;
    if (Date.now() < forgetAt) await this.#storage.setAlarm(forgetAt);
    else await this.#storage.deleteAll();
  }
}
