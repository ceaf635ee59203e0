/**
 * A gateway as a route handler of Next.js, behind one proxy that ends TLS. The page that your server renders after the first factor gets a ticket,
 * minted by `tickets(process.env.TICKET_SECRET).mint(userId)`, and passes it to `Verigator.viaGateway("/2fa", { ticket })`.
 *
 * `memoryLimits` counts within one process: with `next start` that is the site. Next bundles this module once for routes and once for pages, so the store
 * has a name, by which all copies share it. On serverless hosts, where each request may reach another process, use `redisLimits` or `postgresLimits`.
 */
import { NumberVerification, Verigator } from "verigator";
import { createGateway, memoryLimits, tickets } from "verigator/gateway";
import { phoneNumbers } from "../../phone-numbers.js";

let gateway;

/** Opens the gateway with the first request, since a build has no secrets. */
function openGateway() {
  const { TICKET_SECRET, SITE_ORIGIN } = process.env;
  const { identify, receipt } = tickets(TICKET_SECRET);
  return createGateway({
    ...openApi(),
    limits: memoryLimits({ name: "verigator" }),
    identify,
    // The proxy appends the address that it sees. Anything before that may be forged.
    address: (request) => request.headers.get("x-forwarded-for")?.split(",").at(-1),
    // The URL of a request is that of the server itself, http://localhost:3000 for example, not the site's.
    allowedOrigins: [SITE_ORIGIN],
    onError: (error) => console.error(error),
    async onVerified(request, verified) {
      return {
        "set-cookie": `__Host-receipt=${await receipt(verified)}; Path=/; Max-Age=300; HttpOnly; Secure; SameSite=Strict`,
      };
    },
  });
}

/** The API of your account: `VERIGATOR_API=number-verification`, or else Verigator. Keep the lines of yours. */
function openApi() {
  const { VERIGATOR_USERNAME, VERIGATOR_PASSWORD, VERIGATOR_BASE_URL, VERIGATOR_SERVICE_ID, VERIGATOR_API } =
    process.env;
  const account = [VERIGATOR_USERNAME, VERIGATOR_PASSWORD, { baseUrl: VERIGATOR_BASE_URL }];
  if (VERIGATOR_API !== "number-verification")
    return { verigator: new Verigator(...account), serviceId: VERIGATOR_SERVICE_ID };
  return {
    numberVerification: new NumberVerification(...account),
    phoneNumber: (userId) => phoneNumbers.get(userId) ?? null,
    // By the last line browsers know for which site the PIN is, and fill it in.
    verifyNumber: { template: "Your PIN:\n\n@shop.example #<PIN>" },
  };
}

function handle(request) {
  gateway ??= openGateway();
  return gateway.fetch(request);
}

export { handle as GET, handle as POST, handle as PUT, handle as OPTIONS };
