/** Devices on which a user passed the second factor, recognized by a signed cookie. */
import { InvalidInvocationError } from "../errors.js";
import { devicesOfGateway } from "./device-store.js";
import { createSigner } from "./jwt.js";
import { kindOf, ownProperties } from "./option-checks.js";

const audience = "verigator-device";
const defaultCookie = "__Host-trusted-device";
/** The longest that Chromium keeps a cookie. */
const maxDays = 400;
const daySeconds = 24 * 3_600;

/**
 * The cookie says which device it is, and the store of the limits whether that is trusted: so a device can be forgotten, and a lost store trusts none.
 */
export function trustedDevices(options) {
  const { secret, days, devices, cookie } = readDeviceOptions(options);
  const { sign, verify } = createSigner(secret, { now: () => devices.now() });

  /** Resolves to the device of the request's cookie if it was made for this user, undefined if there is none. */
  async function read(request, userId) {
    const token = readCookie(request, cookie);
    const claims = token && (await verify(audience, token));
    if (!claims || claims.sub !== userId) return undefined;
    const { device: id, number, exp } = claims;
    const isNumber = (value) => Number.isSafeInteger(value) && value > 0;
    return isNumber(id) && isNumber(number) ? { id, number, exp } : undefined;
  }

  async function header(userId, { id, number, exp }) {
    const token = await sign(audience, userId, exp, { device: id, number });
    const maxAge = Math.max(0, exp - Math.floor(devices.now() / 1000));
    return { "set-cookie": `${cookie}=${token}; Path=/; Max-Age=${maxAge}; Secure; HttpOnly; SameSite=Lax` };
  }

  return {
    async trust(request, userId) {
      const known = await read(request, userId);
      const number = known && (await devices.rotate(userId, known));
      if (number !== undefined) return header(userId, { ...known, number });
      const seconds = Math.round(days * daySeconds);
      const exp = Math.floor(devices.now() / 1000) + seconds;
      const device = await devices.trust(userId, seconds * 1000);
      if (device !== undefined) return header(userId, { ...device, exp });
      throw new InvalidInvocationError(
        "trust: expected a user whose PIN was right within the lifetime of the authentication, or a device that is trusted, got neither",
      );
    },

    async isTrusted(request, userId) {
      const device = await read(request, userId);
      return device !== undefined && devices.isTrusted(userId, device);
    },
  };
}

function readDeviceOptions(options) {
  if (typeof options !== "object" || options === null)
    throw new TypeError(`trustedDevices: expected { secret, days, gateway, cookie }, got ${kindOf(options)}`);
  const { secret, days, gateway, cookie = defaultCookie, ...unknown } = ownProperties(options);
  const [name] = Object.keys(unknown);
  if (name !== undefined)
    throw new TypeError(`trustedDevices: unknown option ${name}; expected secret, days, gateway, cookie`);
  const isLifetime = typeof days === "number" && days * daySeconds >= 1 && days <= maxDays;
  if (!isLifetime)
    throw new TypeError(
      `trustedDevices: days: expected a number up to ${maxDays}, got ${typeof days === "number" ? days : kindOf(days)}`,
    );
  const devices = devicesOfGateway(gateway);
  if (!devices)
    throw new TypeError(`trustedDevices: gateway: expected what createGateway returned, got ${kindOf(gateway)}`);
  // RFC 6265, section 4.1.1.
  if (typeof cookie !== "string" || !/^[\w!#$%&'*+.^`|~-]+$/.test(cookie))
    throw new TypeError(
      `trustedDevices: cookie: expected the name of a cookie, got ${typeof cookie === "string" ? "another text" : kindOf(cookie)}`,
    );
  return { secret, days, devices, cookie };
}

/** Returns the value of a request's cookie, undefined if it has none. */
function readCookie(request, name) {
  const pairs = (request.headers.get("cookie") ?? "").split(";").map((pair) => pair.trim());
  return pairs.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1);
}
