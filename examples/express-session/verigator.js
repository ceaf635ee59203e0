/** Sends and checks PINs within the limits of a gateway. The site's own server is the gateway's only caller, so it serves no routes. */
import { NoSuchResourceError, normalizePin, RateLimitedError, Verigator } from "verigator";
import { createGateway, memoryLimits } from "verigator/gateway";

const { VERIGATOR_USERNAME, VERIGATOR_PASSWORD, VERIGATOR_BASE_URL, VERIGATOR_SERVICE_ID } = process.env;

const gateway = createGateway({
  verigator: new Verigator(VERIGATOR_USERNAME, VERIGATOR_PASSWORD, { baseUrl: VERIGATOR_BASE_URL }),
  serviceId: VERIGATOR_SERVICE_ID,
  // Nobody asks by HTTP.
  identify: () => null,
  // For one process. With several, use redisLimits or postgresLimits.
  limits: memoryLimits({ name: "verigator" }),
  onError: (error) => console.error(error),
});

/** Sends an SMS with a PIN. Resolves to undefined, or to the number of seconds until the limits allow one. */
export async function sendPin(verigatorId, address) {
  try {
    await gateway.user(verigatorId, { address }).authenticateUsingSms();
    return undefined;
  } catch (error) {
    if (error instanceof RateLimitedError) return Math.ceil((error.retryAfterMs ?? 60_000) / 1000);
    throw error;
  }
}

/** The checks in flight, by session and PIN. */
const checks = new Map();

/**
 * Resolves to whether the PIN is right. A right PIN is right once, except that two requests of a session at the same time share one check: a double
 * click sends the form twice, and the browser ignores the first response. With several processes, a session has to stay with one of them.
 */
export function checkPin(verigatorId, pin, { sessionId, address }) {
  const key = `${sessionId} ${pin}`;
  if (!checks.has(key))
    checks.set(
      key,
      check(verigatorId, pin, address).finally(() => checks.delete(key)),
    );
  return checks.get(key);
}

async function check(verigatorId, text, address) {
  const pin = normalizePin(String(text));
  if (!/^\d{4,16}$/.test(pin)) return false;
  try {
    return (await gateway.user(verigatorId, { address }).verifyPin(pin)).verified;
  } catch (error) {
    // There was no SMS, or the user has no attempts left.
    if (error instanceof NoSuchResourceError || error instanceof RateLimitedError) return false;
    throw error;
  }
}
