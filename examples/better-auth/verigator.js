/** Sends and checks PINs within the limits of a gateway. The site's own server is the gateway's only caller, so it serves no routes. */
import { APIError } from "better-auth/api";
import pg from "pg";
import {
  InvalidDataError,
  NoSuchResourceError,
  NumberVerification,
  normalizePin,
  RateLimitedError,
  Verigator,
} from "verigator";
import { createGateway, postgresLimits } from "verigator/gateway";

const {
  VERIGATOR_USERNAME,
  VERIGATOR_PASSWORD,
  VERIGATOR_BASE_URL,
  VERIGATOR_SERVICE_ID,
  VERIGATOR_API,
  DATABASE_URL,
} = process.env;

export const pool = new pg.Pool({ connectionString: DATABASE_URL }).on("error", console.error);
export const limits = postgresLimits({ query: (text, values) => pool.query(text, values) });

const account = [VERIGATOR_USERNAME, VERIGATOR_PASSWORD, { baseUrl: VERIGATOR_BASE_URL }];

/** The API of your account: `VERIGATOR_API=number-verification`, or else Verigator. Keep the lines of yours. */
const api =
  VERIGATOR_API === "number-verification"
    ? {
        numberVerification: new NumberVerification(...account),
        phoneNumber: findNumber,
        // By the last line browsers know for which site the PIN is, and fill it in.
        verifyNumber: { template: "Your PIN:\n\n@shop.example #<PIN>" },
      }
    : { verigator: new Verigator(...account), serviceId: VERIGATOR_SERVICE_ID };

/** Where users are registered at Verigator; undefined for Number Verification. */
export const service = api.verigator?.service(VERIGATOR_SERVICE_ID);

/** Returns the number of an id in the table of `numbers.js`. */
async function findNumber(id) {
  const { rows } = await pool.query(`SELECT "phoneNumber" FROM "verigatorUser" WHERE "verigatorId" = $1`, [id]);
  return rows[0]?.phoneNumber ?? null;
}

/** The header by which `app.js` passes on the address of the caller. */
export const addressHeader = "x-client-address";

// Nobody asks by HTTP, so the gateway identifies nobody.
const gateway = createGateway({
  ...api,
  identify: () => null,
  limits,
  onError: (error) => console.error(error),
});

const callerOf = ({ headers }) => ({ address: headers?.get(addressHeader) });

/** Sends an SMS with a PIN. `destination` is the phone number, if its limit is to hold for several users. */
export async function sendPin(verigatorId, context, destination) {
  await gateway
    .user(verigatorId, { ...callerOf(context), destination })
    .authenticateUsingSms()
    .catch(throwApiError);
}

/** Resolves to whether the PIN is right. A right PIN is right once. */
export async function checkPin(verigatorId, text, context) {
  const pin = normalizePin(String(text));
  if (!/^\d{4,16}$/.test(pin)) return false;
  const { verified } = await gateway
    .user(verigatorId, callerOf(context))
    .verifyPin(pin)
    .catch((error) => {
      // There was no SMS.
      if (error instanceof NoSuchResourceError) return { verified: false };
      return throwApiError(error);
    });
  return verified;
}

/** Turns an error into one that better-auth responds with. */
export function throwApiError(error) {
  if (error instanceof RateLimitedError) {
    const seconds = String(Math.ceil((error.retryAfterMs ?? 60_000) / 1000));
    // Pages know the one from HTTP, and the other from better-auth's own rate limit.
    const headers = { "retry-after": seconds, "x-retry-after": seconds };
    throw new APIError("TOO_MANY_REQUESTS", { code: "TOO_MANY_REQUESTS", message: "Try again later" }, headers);
  }
  if (error instanceof InvalidDataError)
    throw new APIError("BAD_REQUEST", { code: "INVALID_PHONE_NUMBER", message: "Invalid phone number" });
  throw error;
}
