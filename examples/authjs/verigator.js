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

/** The checks in flight, by ticket and PIN. */
const checks = new Map();

/**
 * Resolves to whether the PIN is right. A right PIN is right once, except that two requests with a ticket at the same time share one check: a double
 * click sends the form twice, and the browser ignores the first response. With several processes, a user has to stay with one of them.
 */
export function checkPin(userId, pin, { ticket, address }) {
  const key = `${ticket} ${pin}`;
  if (!checks.has(key))
    checks.set(
      key,
      check(userId, pin, address).finally(() => checks.delete(key)),
    );
  return checks.get(key);
}

async function check(userId, text, address) {
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
