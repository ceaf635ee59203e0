/**
 * Login by phone number and PIN, without a password, by better-auth's phone-number plugin. A right PIN of an unknown number creates a user.
 *
 * The page calls `authClient.phoneNumber.sendOtp({ phoneNumber })`, then `authClient.phoneNumber.verify({ phoneNumber, code })`. Don't combine it with
 * `two-factor.js`: one SMS would then replace both factors.
 */
import { randomUUID } from "node:crypto";
import { betterAuth } from "better-auth";
import { APIError, createAuthMiddleware } from "better-auth/api";
import { phoneNumber } from "better-auth/plugins/phone-number";
import { findByNumber, findOrRegister, hasAsked, normalizeNumber, noteAsked, verigatorUsers } from "./numbers.js";
import { addressHeader, checkPin, pool, sendPin } from "./verigator.js";

const { SITE_ORIGIN, BETTER_AUTH_SECRET, CAPTCHA_SECRET } = process.env;
/** The URL of Cloudflare Turnstile. Those of hCaptcha and reCAPTCHA take the same fields. */
const { CAPTCHA_URL = "https://challenges.cloudflare.com/turnstile/v0/siteverify" } = process.env;

/**
 * Asks the CAPTCHA's server about the text that its widget gave the page, which sends it in the header `x-captcha-response`. Without a secret nobody
 * passes: anybody may ask for an SMS, and behind the CAPTCHA only the limits of networks and of a number restrain a stranger.
 */
async function passesChallenge(request) {
  const response = request?.headers.get("x-captcha-response");
  if (!CAPTCHA_SECRET || !response) return false;
  const body = new URLSearchParams({ secret: CAPTCHA_SECRET, response });
  const verification = await fetch(CAPTCHA_URL, { method: "POST", body, signal: AbortSignal.timeout(5_000) })
    .then((answer) => answer.json())
    .catch((error) => console.error(error));
  return verification?.success === true;
}

/** Brings the number into one form before better-auth looks anybody up by it. */
async function before(context) {
  if (!context.path.startsWith("/phone-number/")) return undefined;
  const phoneNumber = normalizeNumber(context.body?.phoneNumber);
  if (!phoneNumber)
    throw new APIError("BAD_REQUEST", { code: "INVALID_PHONE_NUMBER", message: "Invalid phone number" });
  if (context.path === "/phone-number/send-otp" && !(await passesChallenge(context.request))) {
    throw new APIError("FORBIDDEN", { code: "CHALLENGE_FAILED", message: "Try again" });
  }
  if (context.path === "/phone-number/verify" && !(await hasAsked(phoneNumber, context))) {
    throw new APIError("BAD_REQUEST", { code: "INVALID_OTP", message: "Invalid OTP" });
  }
  return { context: { body: { ...context.body, phoneNumber } } };
}

export const auth = betterAuth({
  database: pool,
  baseURL: SITE_ORIGIN,
  secret: BETTER_AUTH_SECRET,
  plugins: [
    verigatorUsers,
    phoneNumber({
      phoneNumberValidator: (text) => normalizeNumber(text) === text,
      // Verigator makes the PIN. The `code` of better-auth is not sent, and is not accepted.
      async sendOTP({ phoneNumber }, context) {
        await sendPin(await findOrRegister(phoneNumber, context), context, phoneNumber);
      },
      async verifyOTP({ phoneNumber, code }, context) {
        const verigatorId = await findByNumber(phoneNumber, context);
        return verigatorId !== undefined && checkPin(verigatorId, code, context);
      },
      signUpOnVerification: { getTempEmail: () => `${randomUUID()}@phone.invalid`, getTempName: () => "New user" },
    }),
  ],
  hooks: {
    before: createAuthMiddleware(before),
    after: createAuthMiddleware(async (context) => {
      const isSent = context.path === "/phone-number/send-otp" && !(context.context.returned instanceof Error);
      if (isSent) await noteAsked(context.body.phoneNumber, context);
    }),
  },
  // There are no passwords. `verifyOTP` also serves the reset of a password.
  disabledPaths: ["/sign-in/phone-number", "/phone-number/request-password-reset", "/phone-number/reset-password"],
  // Numbers are registered before the gateway counts. better-auth counts until `window` seconds pass without a request, so this is 20 requests without a
  // pause of five minutes: less often than the gateway's 10 an hour refuses an address anyway.
  rateLimit: {
    enabled: true,
    storage: "database",
    customRules: { "/phone-number/send-otp": { window: 300, max: 20 } },
  },
  advanced: { ipAddress: { ipAddressHeaders: [addressHeader] } },
});
