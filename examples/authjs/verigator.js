/** Sends and checks PINs within the limits of a gateway. The site's own server is the gateway's only caller, so it serves no routes. */
import { NoSuchResourceError, NumberVerification, normalizePin, RateLimitedError, Verigator } from "verigator";
import { createGateway, memoryLimits, tickets } from "verigator/gateway";

const {
  VERIGATOR_USERNAME,
  VERIGATOR_PASSWORD,
  VERIGATOR_BASE_URL,
  VERIGATOR_SERVICE_ID,
  VERIGATOR_API,
  TICKET_SECRET,
} = process.env;

/** A ticket says who has passed the first factor. It is valid for five minutes. */
export const { mint, identify } = tickets(TICKET_SECRET);

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
