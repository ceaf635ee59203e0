import { durableLimits, VerigatorLimits } from "verigator/gateway";
import { openGateway } from "./open-gateway.mjs";

export { VerigatorLimits };

let gateway;

export default {
  fetch(request, env, context) {
    gateway ??= openGateway(env, durableLimits(env.LIMITS));
    return gateway.fetch(request, context);
  },
};
