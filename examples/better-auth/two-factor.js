/**
 * Login by password and PIN, by better-auth's two-factor plugin.
 *
 * A page sets the second factor up for a user who is logged in: `POST /api/auth/two-factor/phone-number` with `{ phoneNumber, password }`, then
 * `authClient.twoFactor.sendOtp()` and `authClient.twoFactor.verifyOtp({ code })`. From then on each login by password needs the same two calls. Until
 * then the password is enough: check `session.user.twoFactorEnabled` where it must not be.
 */
import { randomUUID } from "node:crypto";
import { betterAuth } from "better-auth";
import {
  APIError,
  createAuthEndpoint,
  createAuthMiddleware,
  getAuthoritativeSessionFromCtx,
  sensitiveSessionMiddleware,
} from "better-auth/api";
import { twoFactor } from "better-auth/plugins/two-factor";
import { findOrRegister, normalizeNumber, verigatorUsers } from "./numbers.js";
import { addressHeader, checkPin, pool, sendPin } from "./verigator.js";

const { SITE_ORIGIN, BETTER_AUTH_SECRET } = process.env;

/**
 * The code that better-auth expects. The plugin has no option `verifyOTP`, so `verify` below replaces a right PIN with this code. It never leaves the
 * process.
 */
const rightCode = randomUUID();

/** Sets the phone number of a user who has no second factor yet. Nothing else changes before a PIN proves that it is the user's. */
const setPhoneNumber = createAuthEndpoint(
  "/two-factor/phone-number",
  { method: "POST", use: [sensitiveSessionMiddleware] },
  async (context) => {
    const {
      session: { user },
      internalAdapter,
      password,
    } = context.context;
    const phoneNumber = normalizeNumber(context.body?.phoneNumber);
    if (!phoneNumber)
      throw new APIError("BAD_REQUEST", { code: "INVALID_PHONE_NUMBER", message: "Invalid phone number" });
    await password.checkPassword(user.id, context);
    if (user.twoFactorEnabled)
      throw new APIError("FORBIDDEN", { code: "TWO_FACTOR_ENABLED", message: "Disable the second factor first" });
    const verigatorId = await findOrRegister(phoneNumber, context);
    await internalAdapter.updateUser(user.id, { verigatorId });
    return context.json({ status: true });
  },
);

/** Finds the user as the plugin does: by the session, or else by the cookie that the password gave. Returns the user's Verigator id. */
async function findVerigatorId(context) {
  const { createAuthCookie, secret, internalAdapter } = context.context;
  const session = await getAuthoritativeSessionFromCtx(context);
  const challenge = await context.getSignedCookie(createAuthCookie("two_factor").name, secret);
  // Otherwise the session could end between this check and the plugin's, and the PIN of one user would log another one in.
  if (session && challenge) throw new APIError("BAD_REQUEST", { code: "SIGN_OUT_FIRST", message: "Sign out first" });
  const userId = session?.user.id ?? (challenge && (await internalAdapter.findVerificationValue(challenge))?.value);
  const user = userId && (await internalAdapter.findUserById(userId));
  if (!user?.verigatorId)
    throw new APIError("UNAUTHORIZED", { code: "NO_SECOND_FACTOR", message: "Log in, and set the phone number" });
  return user.verigatorId;
}

async function verify(context) {
  if (!(await checkPin(await findVerigatorId(context), context.body?.code, context))) {
    throw new APIError("UNAUTHORIZED", { code: "INVALID_CODE", message: "Invalid code" });
  }
  // A trusted device would need no second factor for a month.
  return { context: { body: { code: rightCode, trustDevice: false } } };
}

export const auth = betterAuth({
  database: pool,
  baseURL: SITE_ORIGIN,
  secret: BETTER_AUTH_SECRET,
  emailAndPassword: { enabled: true },
  user: { additionalFields: { verigatorId: { type: "string", required: false, input: false, returned: false } } },
  plugins: [
    { ...verigatorUsers, endpoints: { setPhoneNumber } },
    twoFactor({
      totpOptions: { disable: true },
      otpOptions: {
        // The hook below sends Verigator's PIN, since the plugin hides the errors of this function.
        sendOTP: async () => {},
        period: 10,
        storeOTP: { encrypt: async () => "checked by Verigator", decrypt: async () => rightCode },
      },
    }),
  ],
  hooks: {
    before: createAuthMiddleware(async (context) => {
      if (context.path === "/two-factor/send-otp") await sendPin(await findVerigatorId(context), context);
      if (context.path === "/two-factor/verify-otp") return verify(context);
    }),
  },
  // Each of them would enable or pass the second factor without a PIN of Verigator.
  disabledPaths: [
    "/two-factor/enable",
    "/two-factor/get-totp-uri",
    "/two-factor/verify-totp",
    "/two-factor/generate-backup-codes",
    "/two-factor/verify-backup-code",
  ],
  // Ten requests of an address without a pause of five minutes: better-auth counts until `window` seconds pass without a request.
  rateLimit: {
    enabled: true,
    storage: "database",
    customRules: { "/two-factor/phone-number": { window: 300, max: 10 } },
  },
  advanced: { ipAddress: { ipAddressHeaders: [addressHeader] } },
});
