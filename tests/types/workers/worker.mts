/** Workers with the gateway and the client. `Env` is what `wrangler types` writes for such a Worker. */
import { Verigator } from "verigator";
import { createGateway, durableLimits, tickets, VerigatorLimits } from "verigator/gateway";

export { VerigatorLimits };

export interface Env {
  LIMITS: DurableObjectNamespace<VerigatorLimits>;
  API: Fetcher;
  VERIGATOR_USERNAME: string;
  VERIGATOR_PASSWORD: string;
}

const openGateway = (env: Env) =>
  createGateway({
    verigator: new Verigator(env.VERIGATOR_USERNAME, env.VERIGATOR_PASSWORD, {
      fetch: (url, init) => env.API.fetch(url, init),
    }),
    serviceId: "service",
    identify: tickets("0123456789abcdef0123456789abcdef").identify,
    limits: durableLimits(env.LIMITS),
  });

export default {
  async fetch(request, env, context) {
    const gateway = openGateway(env);
    return (await gateway.handle(request, context)) ?? gateway.fetch(request, context);
  },
} satisfies ExportedHandler<Env>;

declare const gateway: ReturnType<typeof createGateway>;
export const whole: ExportedHandler<Env> = { fetch: gateway.fetch };
