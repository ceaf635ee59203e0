import { memoryLimits } from "verigator/gateway";
import { openGateway } from "./open-gateway.mjs";

let gateway;

export default {
  fetch(request, env) {
    gateway ??= openGateway(env, memoryLimits());
    return gateway.fetch(request);
  },
};
