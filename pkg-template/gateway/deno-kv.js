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
    const { ok } = await kv.atomic().check({ key: path, versionstamp }).set(path, next, { expireIn: ttlMs }).commit();
    return ok;
  }

  return createSwapStore({ read, replace }, settings);
}
