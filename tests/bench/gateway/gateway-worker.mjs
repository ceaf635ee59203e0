/** A Worker with a gateway whose limits are in Durable Objects if it has a binding for them, and in memory otherwise. */
import { Verigator } from "verigator";
import { createGateway, durableLimits, memoryLimits, VerigatorLimits } from "verigator/gateway";

export { VerigatorLimits };

let gateway;

export default {
  fetch(request, env, context) {
    gateway ??= create(env);
    return gateway.fetch(request, context);
  },
};

/** Callers name themselves, and the global limit is counted per second, so that no measurement reaches it. */
function create(env) {
  return createGateway({
    verigator: new Verigator("username", "password", { baseUrl: env.URL }),
    serviceId: "service",
    identify: (request) => request.headers.get("x-user"),
    limits: env.LIMITS ? durableLimits(env.LIMITS) : memoryLimits(),
    policy: { sendsGlobal: { count: 1_000, seconds: 1 } },
  });
}
