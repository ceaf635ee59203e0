/** Limits in Redis or Valkey. */
import { createSwapStore } from "./compare-and-swap.js";
import { expectFunctions, readStoreOptions } from "./store-options.js";

/** Compares and swaps atomically: Redis runs a script to its end before the next command. */
const script = `if (redis.call("GET", KEYS[1]) or "") ~= ARGV[1] then return 0 end
redis.call("SET", KEYS[1], ARGV[2], "PX", ARGV[3])
return 1`;

export function redisLimits(options) {
  expectFunctions("redisLimits", options, ["sendCommand"]);
  const { prefix = "verigator:limits:", ...settings } = readStoreOptions("redisLimits", options, ["sendCommand", "prefix", "timeoutMs"]);
  const send = (...command) => options.sendCommand(...command);

  async function read(key) {
    const value = decode(await send("GET", prefix + key));
    return { value, version: value ?? "" };
  }

  async function replace(key, version, next, ttlMs) {
    return readFlag(await evaluate("1", prefix + key, version, next, String(ttlMs)));
  }

  async function evaluate(...values) {
    try {
      return await send("EVALSHA", await digest(), ...values);
    } catch (error) {
      // Redis does not know the script yet, or has been restarted since. EVAL loads it.
      if (!/\bNOSCRIPT\b/.test(error?.message)) throw error;
      return send("EVAL", script, ...values);
    }
  }

  return createSwapStore({ read, replace }, settings);
}

let digested;

/** Resolves to the SHA-1 of the script, by which Redis caches it. */
function digest() {
  digested ??= crypto.subtle.digest("SHA-1", new TextEncoder().encode(script)).then(toHex);
  return digested;
}

function toHex(bytes) {
  return Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Clients return a bulk string as text or, if configured so, as bytes. */
function decode(reply) {
  return reply instanceof Uint8Array ? new TextDecoder().decode(reply) : reply;
}

/** Clients return an integer as a number, a bigint or text. */
function readFlag(reply) {
  const flag = { 0: false, 1: true }[decode(reply)];
  if (flag === undefined) throw new TypeError(`expected the script to return 0 or 1, got ${typeof reply}`);
  return flag;
}
