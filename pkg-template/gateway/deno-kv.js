/** Limits in Deno KV. */
import { createSwapStore } from "./compare-and-swap.js";
import { expectFunctions, readStoreOptions } from "./store-options.js";

export function denoKvLimits(kv, options) {
  expectFunctions("denoKvLimits: kv", kv, ["get", "atomic"]);
  const { prefix = "verigator_limits", ...settings } = readStoreOptions("denoKvLimits", options, ["prefix", "timeoutMs"]);

  async function read(key) {
    const { value, versionstamp } = await kv.get([prefix, key]);
    return { value, version: versionstamp };
  }

  async function replace(key, versionstamp, next, ttlMs) {
    const path = [prefix, key];
    try {
      return (await kv.atomic().check({ key: path, versionstamp }).set(path, next, { expireIn: ttlMs }).commit()).ok;
    } catch (error) {
      if (isLocked(error)) return false;
      throw error;
    }
  }

  return createSwapStore({ read, replace }, settings);
}

/** Whether another process was writing to the file of a local database (SQLITE_BUSY). Nothing was written then. */
function isLocked(error) {
  return /database is locked/.test(error?.message);
}
