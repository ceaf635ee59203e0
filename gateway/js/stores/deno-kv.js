/** Limits in Deno KV. */
import { createSwapStore } from "./compare-and-swap.js";
import { expectFunctions, readStoreOptions } from "../option-checks.js";

export function denoKvLimits(kv, options) {
  expectFunctions("denoKvLimits: kv", kv, ["get", "atomic"]);
  const { prefix = "verigator_limits", ...settings } = readStoreOptions("denoKvLimits", options, [
    "prefix",
    "timeoutMs",
    "maxConflicts",
  ]);

  async function read(key) {
    const { value, versionstamp } = await kv.get([prefix, key]);
    return { value, version: versionstamp };
  }

  async function swap(key, { version }, next, ttlMs) {
    const path = [prefix, key];
    try {
      const { ok, versionstamp } = await kv
        .atomic()
        .check({ key: path, versionstamp: version })
        .set(path, next, { expireIn: ttlMs })
        .commit();
      return ok ? { isSwapped: true, version: versionstamp } : { isSwapped: false, present: await read(key) };
    } catch (error) {
      // Another process was writing to the file of a local database (SQLITE_BUSY). Nothing was written then.
      if (/database is locked/.test(error?.message)) return { isSwapped: false };
      throw error;
    }
  }

  return createSwapStore({ read, swap }, settings);
}
