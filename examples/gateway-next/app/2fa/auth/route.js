/**
 * A gateway as a route handler of Next.js. The page that your server renders after the first factor gets a ticket, minted by
 * `tickets(process.env.TICKET_SECRET).mint(userId)`, and hands it to `Verigator.viaGateway("/2fa", { ticket })`.
 *
 * `memoryLimits` counts within one process: with `next start` that is the site. Where each request may meet another process, as on
 * serverless hosts, limits need a store that all of them share.
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
  // Behind a proxy Next.js sees an address of its own in the place of the site's.
  allowedOrigins: [SITE_ORIGIN],
  async onVerified(request, verified) {
    return { "set-cookie": `receipt=${await receipt(verified)}; Path=/; Max-Age=300; HttpOnly; Secure; SameSite=Strict` };
  },
});

export const GET = gateway.fetch;
export const POST = gateway.fetch;
export const PUT = gateway.fetch;
export const OPTIONS = gateway.fetch;
