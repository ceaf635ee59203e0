/** Options of {@link trustedDevices}. */
export interface TrustedDevicesOptions {
  /** Signs the cookies: at least 32 bytes (RFC 7518, section 3.2). One that is not the secret of `tickets` can be changed on its own. */
  secret: string | Uint8Array;
  /** How long a device is trusted, counted from the right PIN: up to 400 days, the longest that Chromium keeps a cookie. Use does not prolong it. */
  days: number;
  /** The gateway that verified the user. Its store holds which devices are trusted. */
  gateway: Gateway;
  /**
   * The name of the cookie. A browser has one trusted device for each name, and so for one user.
   *
   * @default "__Host-trusted-device"
   */
  cookie?: string;
}

/** What {@link trustedDevices} returns. */
export interface TrustedDevices {
  /**
   * Trusts the caller's device. Resolves to the header `Set-Cookie`, for `onVerified` or for the response to a login without PIN.
   *
   * A device that is trusted already gets a new number in its cookie, and the old one is void once the new one was used. If somebody has copied the cookie,
   * one of the two then presents a void number, and the device is no longer trusted. A user has up to 10 trusted devices; one more replaces the first.
   *
   * @throws {InvalidInvocationError} unless the user's PIN was right a moment ago, within `authenticationSeconds`, or the device is trusted. Rejects with an `Error`
   * named `StoreError` if the store fails.
   */
  trust(request: Request, userId: string): Promise<HeadersInit>;
  /**
   * Resolves to whether the caller's cookie was made for this user, is young enough, and was not forgotten. Ask only after the first factor, and before a
   * PIN is sent.
   *
   * Reads the store once if there is a cookie. Rejects with an `Error` named `StoreError` if the store fails.
   */
  isTrusted(request: Request, userId: string): Promise<boolean>;
}

/**
 * Remembers the devices on which a user passed the second factor, so that it need not be asked for again, and no SMS is sent.
 *
 * The cookie is a JWT with HS256, `HttpOnly`, `Secure` and `SameSite=Lax`. Which devices are trusted is in the store of the gateway: `gateway.forgetDevices` holds
 * for all processes, and with `memoryLimits` every device is forgotten when the process ends.
 *
 * @throws {TypeError} if an option can't be used.
 * @example
 * ```js
 * const devices = trustedDevices({ secret, days: 30, gateway });
 * const headers = (await devices.isTrusted(request, userId)) ? await devices.trust(request, userId) : undefined;
 * ```
 */
export function trustedDevices(options: TrustedDevicesOptions): TrustedDevices;
