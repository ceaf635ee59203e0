import { Verigator } from "verigator";
import { createGateway } from "verigator/gateway";

/** A gateway whose users name themselves, and whose budget is the default one in a shorter time, so that no measurement spends it. */
export function openGateway(env, limits) {
  return createGateway({
    verigator: new Verigator("username", "password", { baseUrl: env.URL }),
    serviceId: "service",
    identify: (request) => request.headers.get("x-user"),
    limits,
    policy: { sendsInAll: { count: 1_000, seconds: 1 } },
  });
}
