import { SiteError } from "./site-error.js";

const resendCooldownMs = 30_000;

/** How long the site awaits a PIN: as long as a gateway does by default. */
const authenticationMs = 600_000;

/** The codes of errors after which the API may have sent a message all the same. */
const uncertainCodes = ["connection", "timeout", "internal", "invalid_response", "unexpected_status"];

/**
 * Creates what `createLogin` needs of a site without a gateway: the site calls the API itself, and remembers in its session where the user stands. All times are
 * by the sandbox's clock.
 */
export function createSiteSource({ api, session, clock }, userId) {
  const record = () => session.userOf(userId)?.login ?? {};
  const keep = (login) => session.updateUser(userId, { login });

  /** Ends the authentication, but not the cooldown. */
  function end() {
    keep({ resendAt: record().resendAt });
  }

  /** Begins an authentication, and the cooldown if the API has sent an SMS or may have. */
  function begin(fields, maySendSms) {
    const now = clock.now();
    const { resendAt } = record();
    keep({
      ...fields,
      expiresAt: now + authenticationMs,
      resendAt: maySendSms ? now + resendCooldownMs : resendAt,
    });
  }

  /** Starts an authentication, unless the cooldown of an SMS lasts: otherwise the site pays for every impatient click. */
  async function start(requestedMethod, options) {
    const waitMs = (record().resendAt ?? 0) - clock.now();
    if (waitMs > 0) throw new SiteError("rate_limited", { retryAfterMs: waitMs });
    try {
      const { method, ...ids } = await api.start(userId, requestedMethod, options);
      begin({ method, ...ids }, method === "sms");
      return { method, requestedMethod };
    } catch (error) {
      if (uncertainCodes.includes(error.code)) {
        begin({ method: requestedMethod }, true);
        // The id that the PIN needs was in the response.
        if (!api.remembersStarts) end();
      }
      throw withoutCredentials(error);
    }
  }

  async function verifyPin(pin, options) {
    try {
      const result = await api.verify(userId, pin, options);
      if (result.verified) session.updateUser(userId, { verified: { method: record().method, at: clock.now() } });
      else if (result.reason === "expired") end();
      else if (result.reason === "throttled") keep({ ...record(), attemptsLeft: 0 });
      return result;
    } catch (error) {
      if (error.code === "no_such_resource") end();
      throw withoutCredentials(error);
    }
  }

  async function status() {
    const { method, attemptsLeft, resendAt, expiresAt } = record();
    const verified = session.userOf(userId)?.verified !== undefined;
    const isActive = verified || expiresAt > clock.now();
    return { started: isActive, verified, resendAt, ...(isActive && { method, attemptsLeft, expiresAt }) };
  }

  const me = {
    authenticateUsingSms: (options) => start("sms", options),
    authenticateUsingTotp: (options) => start("totp", options),
    verifyPin,
  };
  return { me, status };
}

/** Returns an error as the user may see it: to them, wrong credentials would be those of their own session. */
function withoutCredentials(error) {
  return error.code === "wrong_credentials" ? Object.create(error, { code: { value: "internal" } }) : error;
}
