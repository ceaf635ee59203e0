/** Limits in Redis or Valkey. */
import { createSwapStore, maxAgeMs } from "./compare-and-swap.js";
import { expectFunctions, readStoreOptions } from "../option-checks.js";

/**
 * Reads, or compares and swaps, atomically: Redis runs a script to its end before the next command. It swaps only what was computed a moment ago, by a
 * clock near its own. Returns whether it did, its time, and the value if it did not.
 */
const script = `local time = redis.call("TIME")
local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
local value = redis.call("GET", KEYS[1]) or ""
local near = math.abs(now - tonumber(ARGV[5])) <= tonumber(ARGV[6])
if ARGV[1] == "swap" and near and value == ARGV[2] then
if ARGV[3] == "" then redis.call("DEL", KEYS[1]) else redis.call("SET", KEYS[1], ARGV[3], "PX", ARGV[4]) end
return {"1", string.format("%.0f", now), ""}
end
return {"0", string.format("%.0f", now), value}`;

export function redisLimits(options) {
  expectFunctions("redisLimits", options, ["sendCommand"]);
  const { prefix = "verigator:limits:", ...settings } = readStoreOptions("redisLimits", options, [
    "sendCommand",
    "prefix",
    "timeoutMs",
    "maxConflicts",
  ]);
  const send = (...command) => options.sendCommand(...command);

  async function read(key, at) {
    const { present, now } = await run(key, ["read", "", "", "", String(at), "0"]);
    return { ...present, now };
  }

  function swap(key, { version }, next, ttlMs, at) {
    return run(key, ["swap", version ?? "", next, String(ttlMs), String(at), String(maxAgeMs(settings))], next);
  }

  async function run(key, values, next) {
    const [flag, now, text] = readReply(await evaluate("1", prefix + key, ...values));
    const value = text === "" ? null : text;
    return { isSwapped: flag === "1", version: next, present: { value, version: value }, now: Number(now) };
  }

  async function evaluate(...values) {
    let sha;
    try {
      sha = await digest();
      return await send("EVALSHA", sha, ...values);
    } catch {
      // Redis does not know the script yet, which each client says in its own words. The script may run twice: an event counts once.
      return send("EVAL", script, ...values);
    }
  }

  return createSwapStore({ read, swap }, settings);
}

let digested;

/** Resolves to the SHA-1 of the script, by which Redis caches it. */
async function digest() {
  if (digested) return digested;
  const bytes = new Uint8Array(await crypto.subtle.digest("SHA-1", new TextEncoder().encode(script)));
  digested = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return digested;
}

/** Clients return texts or, if configured so, bytes. Some make numbers of texts that look like one. */
function readReply(reply) {
  const texts = Array.isArray(reply)
    ? reply.map((one) => (one instanceof Uint8Array ? new TextDecoder().decode(one) : String(one)))
    : [];
  const isReply = texts.length === 3 && (texts[0] === "0" || texts[0] === "1") && Number(texts[1]) > 0;
  if (isReply) return texts;
  throw new TypeError(
    `expected sendCommand to resolve to the script's reply, an array of 3 texts, got ${Array.isArray(reply) ? `an array of ${reply.length}` : typeof reply}; return the client's reply unchanged`,
  );
}
