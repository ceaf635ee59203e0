/** Sends and checks PINs within the limits of a gateway. The site's own server is the gateway's only caller, so it serves no routes. */
import { NoSuchResourceError, NumberVerification, normalizePin, RateLimitedError, Verigator } from "verigator";
import { createGateway, memoryLimits, trustedDevices } from "verigator/gateway";

const {
  VERIGATOR_USERNAME,
  VERIGATOR_PASSWORD,
  VERIGATOR_BASE_URL,
  VERIGATOR_SERVICE_ID,
  VERIGATOR_API,
  SESSION_SECRET,
} = process.env;

const account = [VERIGATOR_USERNAME, VERIGATOR_PASSWORD, { baseUrl: VERIGATOR_BASE_URL }];

/** Your database: the numbers of users in E.164, by their ids. Only Number Verification needs them here. */
export const phoneNumbers = new Map();

/** The API of your account: `VERIGATOR_API=number-verification`, or else Verigator. Keep the lines of yours. */
const api =
  VERIGATOR_API === "number-verification"
    ? {
        numberVerification: new NumberVerification(...account),
        phoneNumber: (userId) => phoneNumbers.get(userId) ?? null,
        // By the last line browsers know for which site the PIN is, and fill it in.
        verifyNumber: { template: "Your PIN:\n\n@shop.example #<PIN>" },
      }
    : { verigator: new Verigator(...account), serviceId: VERIGATOR_SERVICE_ID };

const gateway = createGateway({
  ...api,
  // Nobody asks by HTTP.
  identify: () => null,
  // For one process. With several, use redisLimits or postgresLimits.
  limits: memoryLimits({ name: "verigator" }),
  onError: (error) => console.error(error),
});

/** Which devices are trusted is in the limits, so those of `memoryLimits` are forgotten when the process ends. */
const devices = trustedDevices({ secret: SESSION_SECRET, days: 30, gateway });

/** The cookies of a request, from which the package reads its own. */
const cookiesOf = ({ headers }) => new Request("https://shop.example/", { headers: { cookie: headers.cookie ?? "" } });

/** Resolves to whether the user has passed the second factor on this device in the last 30 days. Ask only after the first factor. */
export const isTrusted = (request, userId) => devices.isTrusted(cookiesOf(request), userId);

/** Trusts the device of a user whose PIN was right, or gives a trusted one its next cookie. */
export async function trustDevice(request, response, userId) {
  for (const header of new Headers(await devices.trust(cookiesOf(request), userId))) response.append(...header);
}

/** Asks for the second factor again on all devices of a user, for example after a change of the password. */
export const forgetDevices = (userId) => gateway.forgetDevices(userId);

/** Sends an SMS with a PIN. Resolves to undefined, or to the number of seconds until the limits allow one. */
export async function sendPin(userId, address) {
  try {
    await gateway.user(userId, { address }).authenticateUsingSms();
    return undefined;
  } catch (error) {
    if (error instanceof RateLimitedError) return Math.ceil((error.retryAfterMs ?? 60_000) / 1000);
    throw error;
  }
}

/**
 * Resolves to whether the PIN is right. It is right again for 30 seconds: a double click sends the form twice, and the browser ignores the first
 * response.
 */
export async function checkPin(userId, text, address) {
  const pin = normalizePin(String(text));
  if (!/^\d{4,16}$/.test(pin)) return false;
  try {
    return (await gateway.user(userId, { address }).verifyPin(pin)).verified;
  } catch (error) {
    // There was no SMS, or the user has no attempts left.
    if (error instanceof NoSuchResourceError || error instanceof RateLimitedError) return false;
    throw error;
  }
}
