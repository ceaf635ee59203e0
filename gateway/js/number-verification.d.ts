/** The gateway of the Number Verification API. */
import type { NumberVerification, VerifyNumberOptions } from "verigator";

/**
 * The options of `createGateway` for the Number Verification API: its client in place of `verigator`, and `phoneNumber`. Pages, routes, limits, decoys and
 * receipts are those of a gateway of Verigator.
 *
 * The ids of users are the site's own: 1 to 256 bytes without control characters. The number is the destination by itself, with `sendsPerDestination` as its
 * limit, so `destination` has no effect.
 */
export interface NumberVerificationGatewayOptions extends Omit<GatewayOptions, "verigator" | "serviceId"> {
  /** A client with the account's credentials. */
  numberVerification: NumberVerification;
  /**
   * Returns the number of the user whom `identify` returned, in E.164, or null if the user has none. Spaces, hyphens and dots are left out. Called before each
   * start.
   *
   * Without a number nothing is sent: `onError` gets a `NoSuchResourceError`, and the page a decoy. Any other value is reported once, without showing it.
   */
  phoneNumber(userId: string): string | null | Promise<string | null>;
  /**
   * The message, or a function of the request that returns it, e.g. for the language of `Accept-Language`. The function must not read the body. For
   * `gateway.user` it gets the caller's `request`, or else one without headers.
   *
   * `validitySeconds` is that of `authenticationSeconds` by default, at most 1800. `maxTries` counts as that many sends for each limit. `cookie` is refused:
   * whoever knows another device's skips the second factor. A template that takes more than one segment is reported once.
   */
  verifyNumber?: MessageOptions | ((request: Request, userId: string) => MessageOptions | Promise<MessageOptions>);
  /**
   * Prefixes in E.164 to which SMS may go, as `["+372", "+44"]`. For any other number the page gets a 403, and `gateway.user` rejects with a
   * `ResourceForbiddenError`; nothing is sent, and nothing counts. Recommended against SMS pumping.
   *
   * @default all numbers
   */
  allowedPrefixes?: string[];
  /**
   * The `serviceId` of a gateway of Verigator with the same store, so that both share their limits while a site moves its users: those of the whole
   * gateway, of networks and of destinations, and those of users whose ids are the same.
   */
  serviceId?: string;
}

/** The options of a message that a gateway sends. */
export type MessageOptions = Omit<VerifyNumberOptions, "cookie">;
