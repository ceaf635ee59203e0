/** Limits in Cloudflare's Durable Objects, strongly consistent worldwide. */
import { loadCore } from "../loading.js";
import { expectFunctions, readStoreOptions } from "../option-checks.js";

const maxObjects = 10_000;
/** How often an object looks for expired states. */
const cleaningMs = 3_600_000;

/** A new object takes longer than a request to an old one, so keys share objects: each belongs to one of `objects`, by its hash. */
export function durableLimits(namespace, options) {
  expectFunctions("durableLimits: the Durable Object namespace", namespace, ["idFromName", "get"]);
  const { objects = 64 } = readStoreOptions("durableLimits", options, ["objects"]);
  if (!Number.isInteger(objects) || objects < 1 || objects > maxObjects)
    throw new TypeError(
      `durableLimits: objects: expected a whole number from 1 to ${maxObjects}, got ${String(objects)}`,
    );
  return {
    async apply(key, event) {
      const stub = namespace.get(namespace.idFromName(`limits-${hash(key) % objects}-of-${objects}`));
      const response = await stub.fetch("https://limits/", { method: "POST", body: `${key}\n${event}` });
      if (!response.ok) throw new Error(`expected the Durable Object to respond with 200, got ${response.status}`);
      return response.text();
    },
  };
}

/** FNV-1a. Whoever chose keys of one object would only slow down that object. */
function hash(text) {
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1)
    value = Math.imul(value ^ text.charCodeAt(index), 0x01000193) >>> 0;
  return value;
}

/**
 * Holds the states of many keys. Export it from the Worker and bind it, with `new_sqlite_classes` in its migration.
 *
 * The synchronous storage of SQLite-backed objects lets no other event in between the read and the write.
 */
export class VerigatorLimits {
  #storage;
  #hasAlarm = false;

  constructor({ storage }) {
    this.#storage = storage;
  }

  async fetch(request) {
    const [key, event] = (await request.text()).split("\n", 2);
    const stored = this.#storage.kv.get(key);
    const now = Date.now();
    const [state, decision, forgetAfterMs] = loadCore().step(stored?.state ?? "", event, now);
    if (state) this.#storage.kv.put(key, { state, forgetAt: now + forgetAfterMs });
    else if (state === "") this.#storage.kv.delete(key);
    if (state) await this.#setAlarm(now);
    return new Response(decision);
  }

  /** Sets the object's only alarm, unless it is set. */
  async #setAlarm(now) {
    if (this.#hasAlarm) return;
    this.#hasAlarm = true;
    if ((await this.#storage.getAlarm()) === null) await this.#storage.setAlarm(now + cleaningMs);
  }

  /** Deletes expired states, and comes back while there are others. */
  async alarm() {
    const now = Date.now();
    const all = [...this.#storage.kv.list()];
    const expired = all.filter(([, { forgetAt }]) => forgetAt <= now);
    for (const [key] of expired) this.#storage.kv.delete(key);
    const isEmpty = expired.length === all.length;
    this.#hasAlarm = !isEmpty;
    if (isEmpty) await this.#storage.deleteAll();
    else await this.#storage.setAlarm(now + cleaningMs);
  }
}
