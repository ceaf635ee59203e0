/**
 * A gateway as a route handler of Next.js. The page that your server renders after the first factor gets a ticket from
 * `tickets(process.env.TICKET_SECRET).mint(userId)`, and passes it to `Verigator.viaGateway("/2fa", { ticket })`.
 *
 * `memoryLimits` counts within one process, e.g. that of `next start`. On serverless hosts, where requests reach different processes, the
 * limits need a shared store.
 */
import { Verigator } from "verigator";
import { createGateway, memoryLimits, tickets } from "verigator/gateway";

const { VERIGATOR_USERNAME, VERIGATOR_PASSWORD, VERIGATOR_SERVICE_ID, TICKET_SECRET, SITE_ORIGIN } = process.env;
const { identify, receipt } = tickets(TICKET_SECRET);

const gateway = createGateway({
  verigator: new Verigator(VERIGATOR_USERNAME, VERIGATOR_PASSWORD),
  serviceId: VERIGATOR_SERVICE_ID,
  limits: memoryLimits(),
  identify,
  // Behind a proxy, Next.js sees its own address instead of the site's.
  allowedOrigins: [SITE_ORIGIN],
  async onVerified(request, verified) {
    return { "set-cookie": `receipt=${await receipt(verified)}; Path=/; Max-Age=300; HttpOnly; Secure; SameSite=Strict` };
  },
});

export const GET = gateway.fetch;
export const POST = gateway.fetch;
export const PUT = gateway.fetch;
export const OPTIONS = gateway.fetch;
