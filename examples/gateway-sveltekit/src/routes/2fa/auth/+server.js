/**
 * A gateway as a server route of SvelteKit 3, behind one proxy that ends TLS and passes the Host header on: `ADDRESS_HEADER=X-Forwarded-For
 * XFF_DEPTH=1 node build`. The page that your server renders after the first factor gets a ticket, minted by
 * `tickets(TICKET_SECRET).mint(userId)`, and passes it to `Verigator.viaGateway("/2fa", { ticket })`.
 *
 * src/env.js declares the environment. SvelteKit 2 has `env` of `$env/dynamic/private` instead, and needs `ORIGIN=https://shop.example` too.
 */
import {
  TICKET_SECRET,
  VERIGATOR_API,
  VERIGATOR_BASE_URL,
  VERIGATOR_PASSWORD,
  VERIGATOR_SERVICE_ID,
  VERIGATOR_USERNAME,
} from "$app/env/private";
import { NumberVerification, Verigator } from "verigator";
import { createGateway, memoryLimits, tickets } from "verigator/gateway";
import { phoneNumbers } from "../../../phone-numbers.js";

let gateway;

/** Opens the gateway with the first request, since a build has no secrets. */
function openGateway() {
  const { identify, receipt } = tickets(TICKET_SECRET);
  return createGateway({
    ...openApi(),
    limits: memoryLimits(),
    identify,
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

export function fallback({ request, getClientAddress }) {
  gateway ??= openGateway();
  return gateway.handle(request, { address: getClientAddress() });
}
