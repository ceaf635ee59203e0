/**
 * The gateway of the site, and the devices that it trusts, behind one proxy that ends TLS.
 *
 * `memoryLimits` counts within one process: with `next start` that is the site. Next bundles this module once for routes and once for pages, so the store
 * has a name, by which all copies share it. On serverless hosts, where each request may reach another process, use `redisLimits` or `postgresLimits`, also
 * because trusted devices are stored there.
 */
import { NumberVerification, Verigator } from "verigator";
import { createGateway, memoryLimits, tickets, trustedDevices } from "verigator/gateway";
import { phoneNumbers } from "./phone-numbers.js";

let opened;

/** Opens the gateway with the first request, since a build has no secrets. */
export function site() {
  opened ??= open();
  return opened;
}

function open() {
  const { TICKET_SECRET, DEVICE_SECRET } = process.env;
  const office = tickets(TICKET_SECRET);
  const gateway = openGateway(office);
  return { gateway, office, devices: trustedDevices({ secret: DEVICE_SECRET, days: 30, gateway }) };
}

function openGateway({ identify, receipt }) {
  const { SITE_ORIGIN } = process.env;
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
