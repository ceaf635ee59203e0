/**
 * A gateway as a server route of SvelteKit, behind one proxy that ends TLS: `ORIGIN=https://shop.example ADDRESS_HEADER=X-Forwarded-For
 * XFF_DEPTH=1 node build`. The page that your server renders after the first factor gets a ticket, minted by
 * `tickets(env.TICKET_SECRET).mint(userId)`, and passes it to `Verigator.viaGateway("/2fa", { ticket })`.
 *
 * Keep `verigator` among the `dependencies` of package.json: what is not there the adapter bundles, and loses the `.wasm` file.
 */
import { env } from "$env/dynamic/private";
import { Verigator } from "verigator";
import { createGateway, memoryLimits, tickets } from "verigator/gateway";

let gateway;

/** Opens the gateway with the first request, since a build has no secrets. */
function openGateway() {
  const { identify, receipt } = tickets(env.TICKET_SECRET);
  return createGateway({
    verigator: new Verigator(env.VERIGATOR_USERNAME, env.VERIGATOR_PASSWORD, { baseUrl: env.VERIGATOR_BASE_URL }),
    serviceId: env.VERIGATOR_SERVICE_ID,
    limits: memoryLimits(),
    identify,
    async onVerified(request, verified) {
      return { "set-cookie": `__Host-receipt=${await receipt(verified)}; Path=/; Max-Age=300; HttpOnly; Secure; SameSite=Strict` };
    },
  });
}

export function fallback({ request, getClientAddress }) {
  gateway ??= openGateway();
  return gateway.handle(request, { address: getClientAddress() });
}
