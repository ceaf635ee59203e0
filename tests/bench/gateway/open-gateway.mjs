import { Verigator } from "verigator";
import { createGateway } from "verigator/gateway";

const highLimit = { count: 1_000, seconds: 1 };

/** A gateway whose users identify themselves. Its limits are so high that no measurement exhausts them. */
export function openGateway(env, limits, options) {
  return createGateway({
    verigator: new Verigator("username", "password", { baseUrl: env.URL }),
    serviceId: "service",
    identify: (request) => request.headers.get("x-user"),
    limits,
    policy: { resendCooldownSeconds: [], sendsPerUser: highLimit, sendsPerAddress: highLimit, sendsGlobal: highLimit },
    ...options,
  });
}
