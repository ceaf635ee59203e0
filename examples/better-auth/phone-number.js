/**
 * Login by phone number and PIN, without a password, by better-auth's phone-number plugin. A right PIN of an unknown number creates a user.
 *
 * The page calls `authClient.phoneNumber.sendOtp({ phoneNumber })`, then `authClient.phoneNumber.verify({ phoneNumber, code })`. Don't combine it with
 * `two-factor.js`: one SMS would then replace both factors.
 */
import { randomUUID } from "node:crypto";
import { betterAuth } from "better-auth";
import { phoneNumber } from "better-auth/plugins/phone-number";
import { addressHeader, checkPin, isPhoneNumber, pool, sendPin, service, throwApiError } from "./verigator.js";

const { SITE_ORIGIN, BETTER_AUTH_SECRET } = process.env;

/** Remembers the Verigator user of each phone number. */
const verigatorUsers = {
  id: "verigator-users",
  schema: {
    verigatorUser: {
      fields: {
        phoneNumber: { type: "string", required: true, unique: true },
        verigatorId: { type: "string", required: true },
      },
    },
  },
};

async function findVerigatorId(phoneNumber, { context: { adapter } }) {
  const found = await adapter.findOne({ model: "verigatorUser", where: [{ field: "phoneNumber", value: phoneNumber }] });
  return found?.verigatorId;
}

async function findOrRegister(phoneNumber, context) {
  const known = await findVerigatorId(phoneNumber, context);
  if (!known) return register(phoneNumber, context);
  // As many requests as for an unknown number. Otherwise the time would show who has logged in here before.
  await service.getUser(known, { maxRetries: 0 }).catch(() => {});
  return known;
}

async function register(phoneNumber, context) {
  // The phone number is not the username: two requests at a time would conflict.
  const { id: verigatorId } = await service.registerUser(randomUUID(), phoneNumber).catch(throwApiError);
  // This fails if another request was faster. Its Verigator user is used then.
  await context.context.adapter.create({ model: "verigatorUser", data: { phoneNumber, verigatorId } }).catch(() => {});
  return findVerigatorId(phoneNumber, context);
}

export const auth = betterAuth({
  database: pool,
  baseURL: SITE_ORIGIN,
  secret: BETTER_AUTH_SECRET,
  plugins: [
    verigatorUsers,
    phoneNumber({
      phoneNumberValidator: isPhoneNumber,
      // Verigator makes the PIN. The `code` of better-auth is not sent, and is not accepted.
      async sendOTP({ phoneNumber }, context) {
        await sendPin(await findOrRegister(phoneNumber, context), context);
      },
      async verifyOTP({ phoneNumber, code }, context) {
        const verigatorId = await findVerigatorId(phoneNumber, context);
        return verigatorId !== undefined && checkPin(verigatorId, code);
      },
      signUpOnVerification: { getTempEmail: () => `${randomUUID()}@phone.invalid`, getTempName: () => "New user" },
    }),
  ],
  // There are no passwords. `verifyOTP` also serves the reset of a password.
  disabledPaths: ["/sign-in/phone-number", "/phone-number/request-password-reset", "/phone-number/reset-password"],
  // Numbers are registered before the gateway counts. better-auth counts until `window` seconds pass without a request, so this is 20 requests without a
  // pause of five minutes: less often than the gateway's 10 an hour refuses an address anyway.
  rateLimit: { enabled: true, storage: "database", customRules: { "/phone-number/send-otp": { window: 300, max: 20 } } },
  advanced: { ipAddress: { ipAddressHeaders: [addressHeader] } },
});
