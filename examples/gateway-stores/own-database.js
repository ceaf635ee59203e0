import { compareAndSwapLimits } from "verigator/gateway";

/** Your database. Here it is a Map, whose methods run without interruption. */
const values = new Map();

export const limits = compareAndSwapLimits({
  /** Reads the latest value, from the primary server. */
  read: async (key) => values.get(key) ?? null,
  /** Replaces the value only if nobody else has replaced it since. `ttlMs` is how long you have to keep it. */
  replace: async (key, expected, next, ttlMs) => {
    if ((values.get(key) ?? null) !== expected) return false;
    values.set(key, next);
    return true;
  },
});
