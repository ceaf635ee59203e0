import { Verigator } from "verigator";
import { createGateway } from "verigator/gateway";

/** A gateway whose users identify themselves. Its global limit is the default one within one second, so that no measurement exhausts it. */
export function openGateway(env, limits, options) {
  return createGateway({
    verigator: new Verigator("username", "password", { baseUrl: env.URL }),
    serviceId: "service",
    identify: (request) => request.headers.get("x-user"),
    limits,
    policy: { sendsGlobal: { count: 1_000, seconds: 1 } },
    ...options,
  });
}
