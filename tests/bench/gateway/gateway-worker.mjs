/** A Worker with a gateway whose limits are in Durable Objects if it has a binding for them, and in memory otherwise. */
import { durableLimits, memoryLimits, VerigatorLimits } from "verigator/gateway";
import { openGateway } from "./open-gateway.mjs";

export { VerigatorLimits };

let gateway;

export default {
  fetch(request, env, context) {
    gateway ??= openGateway(env, env.LIMITS ? durableLimits(env.LIMITS) : memoryLimits());
    return gateway.fetch(request, context);
  },
};
