import { Verigator } from "verigator";
import { createGateway, durableLimits, tickets, VerigatorLimits } from "verigator/gateway";

// Cloudflare finds the Durable Object's class among the Worker's exports.
export { VerigatorLimits };

let gateway;

export default {
  fetch(request, env, context) {
    gateway ??= openGateway(env);
    return gateway.fetch(request, context);
  },
};

function openGateway(env) {
  const { identify, receipt } = tickets(env.TICKET_SECRET);
  return createGateway({
    verigator: new Verigator(env.VERIGATOR_USERNAME, env.VERIGATOR_PASSWORD, { baseUrl: env.VERIGATOR_BASE_URL }),
    serviceId: env.VERIGATOR_SERVICE_ID,
    identify,
    limits: durableLimits(env.LIMITS),
    onError: (error) => console.error(error),
    // The backend gets the receipt as a cookie of the page's next request, and completes the login.
    async onVerified(request, verified) {
      const cookie = `verigator-receipt=${await receipt(verified)}; Path=/; Max-Age=300; HttpOnly; Secure; SameSite=Strict`;
      return { "set-cookie": cookie };
    },
  });
}
