import { NumberVerification, Verigator } from "verigator";
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
    ...apiOf(env),
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

/** The API of your account: `VERIGATOR_API=number-verification`, or else Verigator. Keep the lines of yours. */
function apiOf(env) {
  const account = [env.VERIGATOR_USERNAME, env.VERIGATOR_PASSWORD, { baseUrl: env.VERIGATOR_BASE_URL }];
  if (env.VERIGATOR_API !== "number-verification")
    return { verigator: new Verigator(...account), serviceId: env.VERIGATOR_SERVICE_ID };
  return {
    numberVerification: new NumberVerification(...account),
    // Your database, here a namespace of KV: the number of a user in E.164, by the user's id.
    phoneNumber: (userId) => env.PHONE_NUMBERS.get(userId),
    // By the last line browsers know for which site the PIN is, and fill it in.
    verifyNumber: { template: "Your PIN:\n\n@shop.example #<PIN>" },
  };
}
