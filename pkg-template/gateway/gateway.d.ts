/**
 * `verigator/gateway`, for servers: lets a page verify its user without holding the account's password.
 *
 * The gateway holds the password. A page may start and verify the authentication of the one user whom the site identifies, within
 * limits that are counted before anything is sent.
 */
import type { AuthenticationMethod, Verigator } from "verigator";

/** The options of `createGateway`. */
export interface GatewayOptions {
  /** A client with the account's credentials. */
  verigator: Verigator;
  /** The id of the service whose users log in here. */
  serviceId: string;
  /**
   * Returns the Verigator user id of the user who passed the site's first factor, or null for nobody, which gives a 401.
   *
   * `tickets(secret).identify` is one implementation; a site with its own sessions looks the user up by the session cookie. The gateway
   * calls it before anything else. It must not read the body. An id is printable ASCII without `/ \ % ? # " < >`; any other gives a 401.
   */
  identify(request: Request): string | null | Promise<string | null>;
  /**
   * Called once the PIN was right. The headers that it returns, e.g. a session cookie, are added to the response.
   *
   * If it throws, the page gets a 500 and the PIN is used up: the user has to start a new authentication.
   */
  onVerified?(request: Request, receipt: Receipt): HeadersInit | void | Promise<HeadersInit | void>;
  /** The store of the limits: `memoryLimits()` for one process, `durableLimits(env.LIMITS)` on Workers. If it fails, the page gets a 503. */
  limits: LimitStore;
  /** The limits. Absent ones keep their defaults. */
  policy?: Partial<Policy>;
  /**
   * The path under which the gateway is mounted. For other paths `handle` resolves to undefined.
   *
   * @default "/2fa"
   */
  basePath?: string;
  /**
   * Origins that may call the gateway besides its own, e.g. `https://www.example.com`. Behind a proxy that terminates TLS, add the site's
   * own origin.
   *
   * @default []
   */
  allowedOrigins?: string[];
  /**
   * Called before anything is sent; any value but true gives a 403. Use it for a CAPTCHA such as Turnstile. It may read the request's body.
   *
   * @default () => true
   */
  challenge?(request: Request): boolean | Promise<boolean>;
  /**
   * Returns the IP address that sends are counted for. An IPv6 address counts as its /64 network.
   *
   * Cloudflare sets the header `CF-Connecting-IP`, and no caller can forge it there. On other platforms return the address that your
   * server knows. Without an address, sends are limited per user and globally only.
   *
   * @default (request) => request.headers.get("cf-connecting-ip")
   */
  address?(request: Request): string | null | undefined;
  /**
   * Called with every error that the page does not see: of the API, the store or a hook. Use it for the operator's log.
   *
   * A 404 of the API is reported only here, since a page must not learn which users exist. A wrong `serviceId` shows up as a 404.
   */
  onError?(error: unknown, request: Request): void;
  /**
   * Returns the current time in milliseconds since the epoch.
   *
   * @default Date.now
   */
  now?: () => number;
}

/** The limits. Each time window is exact to the millisecond: a send that is 600 s old no longer counts within 600 s. */
export interface Policy {
  /**
   * Seconds before the first, second, third … repeated send; the last value applies to all further ones. A send is repeated if the
   * previous authentication is still active and not verified.
   *
   * @default [30, 60, 120]
   */
  resendCooldownSeconds: number[];
  /**
   * Wrong PINs that use up an authentication. A PIN counts before it is sent; it is refunded only if the API certainly did not check it.
   *
   * @default 5
   */
  maxAttempts: number;
  /**
   * Sends to one user.
   *
   * @default { count: 3, seconds: 600 }
   */
  sendsPerUser: { count: number; seconds: number };
  /**
   * Sends requested from one address.
   *
   * @default { count: 10, seconds: 3600 }
   */
  sendsPerAddress: { count: number; seconds: number };
  /**
   * Sends of the whole gateway: the budget against SMS pumping.
   *
   * @default { count: 1000, seconds: 3600 }
   */
  sendsGlobal: { count: number; seconds: number };
  /**
   * The number of failed authentications in a row that locks a user out, and for how long.
   *
   * An authentication has failed when its attempts are used up, or when it expires or is restarted after a wrong PIN. A locked-out user
   * gets the same responses as any user who enters wrong PINs. Failures continue to count after the lockout: each further one locks the
   * user out again, until one authentication succeeds.
   *
   * @default { failures: 10, seconds: 3600 }
   */
  lockout: { failures: number; seconds: number };
  /**
   * Seconds until an authentication expires.
   *
   * @default 600
   */
  authenticationSeconds: number;
}

/** The user who was verified, the method and the time. */
export interface Receipt {
  /** The Verigator user id. */
  userId: string;
  /** The method, if the API returned it. */
  method: AuthenticationMethod | undefined;
  /** The time by the gateway's clock. */
  verifiedAt: Date;
}

/** A gateway. Use `handle` in a server with other routes, and `fetch` as a whole server. */
export interface Gateway {
  /**
   * Responds to requests under `basePath`, and resolves to undefined for all others. Never rejects. It is bound.
   *
   * | request | response |
   * |---|---|
   * | `POST auth` `{"method":"sms"}` | 201 `{"method","attemptsLeft","resendAt","expiresAt"}`; an SMS or a push notification is sent |
   * | `PUT auth` `{"token":"123456"}` | 200 `{"method","verified":true}`, or `{"method","verified":false,"status","attemptsLeft","resendAt","expiresAt"}` |
   * | `GET auth` | 200 `{"started","method","attemptsLeft","resendAt","expiresAt","verified"}` |
   *
   * 401: nobody is logged in. 403: the origin is not allowed, or the challenge failed. 404: no authentication was started. 413, 415, 422:
   * the body is invalid. 429 with Retry-After: a limit is reached. 503: the limits can't be checked. A failure of the API has its code
   * and status in the body.
   */
  handle(request: Request): Promise<Response | undefined>;
  /** The same as a whole server: all other paths give a 404. It is bound. */
  fetch(request: Request): Promise<Response>;
}

/**
 * Creates a gateway. Sends no request.
 *
 * @throws {TypeError} if an option is invalid; the message names the option.
 * @throws {Error} if a limit of the policy is invalid; the message names the field.
 */
export function createGateway(options: GatewayOptions): Gateway;

/** A store of the limits. */
export interface LimitStore {
  /**
   * Applies one event to the state of a key and returns the decision. It has to be atomic per key: no other event of the key may come
   * between the read and the write. Events and decisions are opaque texts.
   */
  apply(key: string, event: unknown): Promise<unknown>;
}

/**
 * Stores limits in this process, for one process. Beyond `capacity` keys, the least recently used one is deleted.
 *
 * `capacity` is 100 000 by default.
 */
export function memoryLimits(options?: { capacity?: number }): LimitStore;

/** Stores limits in Durable Objects. Export `VerigatorLimits` from the Worker and bind it as a Durable Object namespace. */
export function durableLimits(namespace: unknown): LimitStore;

/** The Durable Object class that holds the limits of one key. List it under `new_sqlite_classes` in the Worker's migration. An alarm deletes expired state. */
export class VerigatorLimits {
  /** Applies an event for `durableLimits`. */
  fetch(request: Request): Promise<Response>;
  /** Deletes expired state. The runtime calls it. */
  alarm(): Promise<void>;
}

/**
 * Tickets (from the site's backend to the gateway) and receipts (from the gateway to the backend) as JWTs with HS256, so that a backend in
 * any language can mint and check them.
 *
 * The claims of a ticket are `sub`, the user's id, `aud`, `verigator-gateway`, `exp`, at most five minutes from now, and `jti`. Those of a
 * receipt are `aud`, `verigator-receipt`, `sub`, `exp`, `jti`, `method`, and `auth_time`, which is `verifiedAt` in seconds.
 *
 * `lifetimeSeconds` is 300 by default, `now` is `Date.now`.
 *
 * @throws {TypeError} if the secret has fewer than 32 bytes (RFC 7518, section 3.2), or if `lifetimeSeconds` is not from 1 to 300.
 */
export function tickets(secret: string | Uint8Array, options?: { lifetimeSeconds?: number; now?: () => number }): {
  /** Creates a ticket for one user. */
  mint(userId: string): Promise<string>;
  /** Reads `Authorization: Bearer`. Resolves to null if the ticket is not valid. */
  identify(request: Request): Promise<string | null>;
  /** Creates a receipt. */
  receipt(receipt: Receipt): Promise<string>;
  /** Reads a receipt once. Resolves to null if it is not valid, or if this object has read it before. With several processes, store its `jti`. */
  readReceipt(token: string): Promise<Receipt | null>;
};

/** In the page, from `verigator`: the same `User`, without credentials. `Verigator.viaGateway("/2fa")`, with a ticket if the site uses tickets. */
export interface ViaGateway extends Pick<typeof Verigator, "viaGateway"> {}

/** The status of the user's authentication, as `verigator` declares it. */
export type { GatewayStatus } from "verigator";
