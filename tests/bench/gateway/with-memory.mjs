import { memoryLimits } from "verigator/gateway";
import { openGateway } from "./open-gateway.mjs";

let gateway;

export default {
  fetch(request, env, context) {
    gateway ??= openGateway(env, memoryLimits());
    return gateway.fetch(request, context);
  },
};
