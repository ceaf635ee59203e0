/**
 * A gateway as a route handler of Next.js, behind one proxy that ends TLS. The page that your server renders after the first factor gets a ticket,
 * minted by `tickets(process.env.TICKET_SECRET).mint(userId)`, and passes it to `Verigator.viaGateway("/2fa", { ticket })`.
 *
 * `memoryLimits` counts within one process: with `next start` that is the site. Next bundles this module once for routes and once for pages, so the store
 * has a name, by which all copies share it. On serverless hosts, where each request may reach another process, use `redisLimits` or `postgresLimits`.
 */
import { Verigator } from "verigator";
import { createGateway, memoryLimits, tickets } from "verigator/gateway";

let gateway;

/** Opens the gateway with the first request, since a build has no secrets. */
function openGateway() {
  const {
    VERIGATOR_USERNAME,
    VERIGATOR_PASSWORD,
    VERIGATOR_BASE_URL,
    VERIGATOR_SERVICE_ID,
    TICKET_SECRET,
    SITE_ORIGIN,
  } = process.env;
  const { identify, receipt } = tickets(TICKET_SECRET);
  return createGateway({
    verigator: new Verigator(VERIGATOR_USERNAME, VERIGATOR_PASSWORD, { baseUrl: VERIGATOR_BASE_URL }),
    serviceId: VERIGATOR_SERVICE_ID,
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

function handle(request) {
  gateway ??= openGateway();
  return gateway.fetch(request);
}

export { handle as GET, handle as POST, handle as PUT, handle as OPTIONS };
