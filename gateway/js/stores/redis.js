/** Limits in Redis or Valkey. */
import { createSwapStore, maxAgeMs } from "./compare-and-swap.js";
import { expectFunctions, readStoreOptions } from "../option-checks.js";

/**
 * Compares and swaps the values of keys in order, up to the first that is not the expected one, atomically: Redis runs a script to its end before the
 * next command. It swaps only what was computed a moment ago, by a clock near its own. Returns how many it has swapped, its time, and the value of the
 * key that it has not.
 */
const script = `local time = redis.call("TIME")
local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
local near = math.abs(now - tonumber(ARGV[1])) <= tonumber(ARGV[2])
for index, key in ipairs(KEYS) do
local value = redis.call("GET", key) or ""
local next = ARGV[3 * index + 1]
if not near or value ~= ARGV[3 * index] then return {tostring(index - 1), string.format("%.0f", now), value} end
if next == "" then redis.call("DEL", key) else redis.call("SET", key, next, "PX", ARGV[3 * index + 2]) end
end
return {tostring(#KEYS), string.format("%.0f", now), ""}`;

/** No clock is so near: the script then only reads. */
const never = "-1";

export function redisLimits(options) {
  expectFunctions("redisLimits", options, ["sendCommand"]);
  const { prefix = "verigator:limits:", ...settings } = readStoreOptions("redisLimits", options, [
    "sendCommand",
    "prefix",
    "timeoutMs",
    "maxConflicts",
  ]);
  const send = (...command) => options.sendCommand(...command);
  const ageMs = String(maxAgeMs(settings));

  async function read(key, at) {
    const { present, now } = await run([{ key, known: { version: null }, next: "", ttlMs: 1 }], at, never);
    return { ...present, now };
  }

  async function swap(key, known, next, ttlMs, at) {
    const { count, present, now } = await run([{ key, known, next, ttlMs }], at, ageMs);
    return { isSwapped: count === 1, version: next, present, now };
  }

  async function swapInOrder(swaps, at) {
    const { count, present, now } = await run(swaps, at, ageMs);
    const results = swaps
      .slice(0, count + 1)
      .map(({ next }, index) => ({ isSwapped: index < count, version: next, present }));
    return { swaps: results, now };
  }

  async function run(swaps, at, mostMs) {
    const keys = swaps.map(({ key }) => prefix + key);
    const values = swaps.flatMap(({ known, next, ttlMs }) => [known.version ?? "", next, String(ttlMs)]);
    const reply = await evaluate(String(swaps.length), ...keys, String(at), mostMs, ...values);
    const [count, now, text] = readReply(reply, swaps.length);
    const value = text === "" ? null : text;
    return { count: Number(count), present: { value, version: value }, now: Number(now) };
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

  return createSwapStore({ read, swap, swapInOrder }, settings);
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
function readReply(reply, most) {
  const texts = Array.isArray(reply)
    ? reply.map((one) => (one instanceof Uint8Array ? new TextDecoder().decode(one) : String(one)))
    : [];
  const isReply = texts.length === 3 && Number(texts[0]) >= 0 && Number(texts[0]) <= most && Number(texts[1]) > 0;
  if (isReply) return texts;
  throw new TypeError(
    `expected sendCommand to resolve to the script's reply, an array of 3 texts, got ${Array.isArray(reply) ? `an array of ${reply.length}` : typeof reply}; return the client's reply unchanged`,
  );
}
