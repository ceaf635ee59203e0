import { createSigner } from "./jwt.js";
import { kindOf, ownProperties } from "./option-checks.js";

const ticketAudience = "verigator-gateway";
const receiptAudience = "verigator-receipt";
const maxLifetimeSeconds = 300;
/** How far the clock of whoever made a token may be ahead. Without it, a second would make every new token invalid. */
const clockToleranceSeconds = 60;

/** Tickets and receipts as JWTs. Their audiences differ, so that neither is accepted as the other. */
export function tickets(secret, options = {}) {
  const { lifetimeSeconds, issuer, now } = readTicketOptions(options);
  const signer = createSigner(secret, { issuer, now });
  const isFirstReading = createReadIds(now);

  const sign = (audience, userId, claims) =>
    signer.sign(audience, userId, Math.floor(now() / 1000) + lifetimeSeconds, claims);

  /** Returns the claims of a valid token, undefined for any other. */
  async function verify(audience, token) {
    const claims = await signer.verify(audience, token);
    const isYoung = claims?.exp - now() / 1000 <= maxLifetimeSeconds + clockToleranceSeconds;
    return isYoung ? claims : undefined;
  }

  return {
    mint: (userId) => sign(ticketAudience, userId, {}),

    async identify(request) {
      const [, token] = /^Bearer +([\w.-]+)$/i.exec(request.headers.get("authorization") ?? "") ?? [];
      const claims = token && (await verify(ticketAudience, token));
      return typeof claims?.sub === "string" ? claims.sub : null;
    },

    receipt: ({ userId, method, verifiedAt }) =>
      sign(receiptAudience, userId, { method, auth_time: verifiedAt.getTime() / 1000 }),

    async readReceipt(token) {
      const claims = await verify(receiptAudience, token);
      if (!claims || !Number.isFinite(claims.auth_time) || !isFirstReading(claims.jti, claims.exp)) return null;
      return { userId: claims.sub, method: claims.method, verifiedAt: new Date(Math.round(claims.auth_time * 1000)) };
    },
  };
}

function readTicketOptions(options) {
  if (typeof options !== "object" || options === null)
    throw new TypeError(`tickets: expected options as an object, got ${kindOf(options)}`);
  const { lifetimeSeconds = maxLifetimeSeconds, issuer, now = Date.now, ...unknown } = ownProperties(options);
  const [name] = Object.keys(unknown);
  if (name !== undefined) throw new TypeError(`tickets: unknown option ${name}; expected lifetimeSeconds, issuer, now`);
  if (issuer !== undefined && (typeof issuer !== "string" || issuer === ""))
    throw new TypeError(`tickets: issuer: expected a name, got ${issuer === "" ? "an empty string" : kindOf(issuer)}`);
  if (!Number.isFinite(lifetimeSeconds) || lifetimeSeconds < 1 || lifetimeSeconds > maxLifetimeSeconds) {
    const got = typeof lifetimeSeconds === "number" ? lifetimeSeconds : kindOf(lifetimeSeconds);
    throw new TypeError(`expected lifetimeSeconds from 1 to ${maxLifetimeSeconds}, got ${got}`);
  }
  if (typeof now !== "function") throw new TypeError(`tickets: now: expected a function, got ${kindOf(now)}`);
  return { lifetimeSeconds, issuer, now };
}

/** How many ids are read until old ones are forgotten at a time. */
const idsUntilForgotten = 1_000;

/**
 * Returns a function that is true the first time it gets an id. `expiry` is that of its receipt.
 *
 * An id is forgotten when the clock has passed its expiry by the longest lifetime. From then on, receipts that expire no later are refused:
 * otherwise a clock that steps back would make one valid again that has been read.
 */
function createReadIds(now) {
  const keptSeconds = maxLifetimeSeconds + clockToleranceSeconds;
  const expiries = new Map();
  let [forgottenTo, reads] = [-Infinity, 0];

  function forget() {
    const to = now() / 1000 - keptSeconds;
    for (const [id, expiry] of expiries) {
      if (expiry > to) continue;
      expiries.delete(id);
      forgottenTo = Math.max(forgottenTo, expiry);
    }
  }

  return (id, expiry) => {
    if (expiries.has(id) || expiry <= forgottenTo) return false;
    expiries.set(id, expiry);
    reads += 1;
    if (reads % idsUntilForgotten === 0) forget();
    return true;
  };
}
