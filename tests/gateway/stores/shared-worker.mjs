/** A Worker with one gateway for each isolate, whose store several requests use at once: D1, or a database 10 ms away by `compareAndSwapLimits`. */
import { compareAndSwapLimits, createGateway, d1Limits } from "verigator/gateway";

const user = () => ({
  authenticateUsingSms: async () => ({ method: "sms" }),
  verifyPin: async (pin) => ({ verified: pin === "246813", method: "sms" }),
});

let gateway;
let batches = 0;

function openLimits(env) {
  if (env.STORE === "slow") return openSlow();
  return d1Limits({
    prepare: (text) => env.DB.prepare(text),
    batch: (statements) => ((batches += 1), env.DB.batch(statements)),
  });
}

function openSlow() {
  const values = new Map();
  const latency = () => new Promise((resolve) => setTimeout(resolve, 10));
  return compareAndSwapLimits({
    async read(key) {
      await latency();
      return values.get(key) ?? null;
    },
    async replace(key, expected, next) {
      await latency();
      if ((values.get(key) ?? null) !== expected) return false;
      values.set(key, next);
      return true;
    },
  });
}

const admin = {
  "/batches": async () => {
    const count = batches;
    batches = 0;
    return count;
  },
  "/keys": async (env) =>
    (await env.DB.prepare("SELECT key FROM verigator_limits").all()).results.map(({ key }) => key),
  "/expire": async (env) => (await env.DB.prepare("UPDATE verigator_limits SET expires_at = 1").run()).success,
  "/delete": async (env) => (await d1Limits(env.DB).deleteExpired()) ?? true,
};

let created;

export default {
  async fetch(request, env, context) {
    if (env.STORE === "d1" && !created) {
      await env.DB.prepare(d1Limits(env.DB).createTable).run();
      created = true;
    }
    const action = admin[new URL(request.url).pathname];
    if (action) return Response.json(await action(env));
    gateway ??= createGateway({
      verigator: { service: () => ({ user }) },
      serviceId: "service",
      identify: (request) => request.headers.get("x-user"),
      limits: openLimits(env),
      onError: (error) => console.error(error.message, error.cause?.message),
    });
    return gateway.fetch(request, context);
  },
};
