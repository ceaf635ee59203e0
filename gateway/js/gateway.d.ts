/**
 * `verigator/gateway`, for servers: lets a page verify its user without holding the account's password.
 *
 * The gateway holds the password. A page may start and verify the authentication of the one user whom the site identifies, within
 * limits that are counted before anything is sent.
 */
import type { AuthenticationMethod, GatewayStatus, GatewayUser, Verigator } from "verigator";

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
   * All spellings of a UUID share their limits.
   */
  identify(request: Request): string | null | Promise<string | null>;
  /**
   * Called once the PIN was right. The headers that it returns, e.g. a session cookie, are added to the response.
   *
   * If it throws, the page gets a 500. It runs again if the same PIN is submitted again within 30 seconds.
   */
  onVerified?(request: Request, receipt: Receipt): HeadersInit | void | Promise<HeadersInit | void>;
  /** The store of the limits: `memoryLimits()` for one process, `durableLimits(env.LIMITS)` on Workers. If it fails, the page gets a 503. */
  limits: LimitStore;
  /**
   * Milliseconds that the store may take for one event. After that the page gets a 503.
   *
   * @default 5000
   */
  timeoutMs?: number;
  /** The limits. Absent ones keep their defaults. */
  policy?: Partial<Policy>;
  /**
   * The path under which the gateway is mounted. For other paths `handle` resolves to undefined.
   *
   * @default "/2fa"
   */
  basePath?: string;
  /**
   * Origins that may call the gateway besides its own, e.g. `https://www.example.com`, or `capacitor://localhost` and `chrome-extension://<id>` for
   * apps and extensions: each as the header `Origin` has it, without a path, and never `null` or `file:`. Behind a proxy that terminates TLS, add the
   * site's own origin.
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
   * Returns the IP address that sends and wrong PINs are counted for. They count for its networks, too: an IPv6 /64, four times as many for its
   * /56, 16 times as many for its /48, and 32 times as many for an IPv4 /24.
   *
   * By default this is the address that `handle` was called with, e.g. by `toNodeHandler`. In a Worker it is otherwise the header
   * `CF-Connecting-IP`: Cloudflare sets it, and no caller can forge it there. On other platforms return the address that your server knows.
   *
   * A port, an IPv6 zone and the IPv6 form of an IPv4 address are removed. A value that is no IP address, e.g. a whole `X-Forwarded-For` list,
   * counts as one address that all such requests share. Without an address, sends are limited per user and globally only. One warning says so in
   * either case, by `onError` or else on the console.
   */
  address?(request: Request): string | null | undefined | Promise<string | null | undefined>;
  /**
   * Returns the phone number of a user, or whatever else several users may share; null or undefined for none. Sends to it are limited by
   * `sendsPerDestination`, whoever asks for them. The store keeps a hash of it.
   */
  destination?(userId: string): string | null | undefined | Promise<string | null | undefined>;
  /** Called with every decision, for logs and metrics. If it throws, the error is ignored. */
  onEvent?(event: GatewayEvent): void;
  /**
   * Called with every error that the page does not see: of the API, the store or a hook. Use it for the operator's log. If it throws, the
   * error is ignored.
   *
   * Mistakes in the options are reported once, at the first request that shows them: an origin that is not allowed, a `serviceId` or a user
   * id that the API does not know, an address that is no IP address. Without `onError` they go to `console.warn`, and so does a refused account.
   */
  onError?(error: unknown, request?: Request): void;
  /**
   * Returns the current time in milliseconds since the epoch. Stores that have a clock, `redisLimits`, `postgresLimits`, `d1Limits` and
   * `durableLimits`, count by their own unless this option is set.
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
   * Wrong PINs that use up an authentication. A PIN counts before it is sent. It is refunded only if no request was sent, or if the API refused
   * the gateway's account or rate (401, 403, 429).
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
   * Sends requested from one address. Its networks may request more, see the option `address`.
   *
   * @default { count: 10, seconds: 3600 }
   */
  sendsPerAddress: { count: number; seconds: number };
  /**
   * Sends to one destination, whichever users ask for them. Needs the option `destination`, or `destination` of `gateway.user`.
   *
   * @default { count: 5, seconds: 3600 }
   */
  sendsPerDestination: { count: number; seconds: number };
  /**
   * Wrong PINs from one address, whoever's they are: the brake for a caller who tries one PIN for each of many users. Its networks may send more.
   *
   * @default { count: 30, seconds: 3600 }
   */
  failedPinsPerAddress?: { count: number; seconds: number };
  /**
   * Wrong PINs of all users together. More of them deny nobody, and are one event, `limited` with the detail `failedPinsReported`.
   *
   * @default { count: 100, seconds: 3600 }
   */
  failedPinsReported?: { count: number; seconds: number };
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
   * gets the same responses as any user who enters wrong PINs. After the first lockout, each further failure locks the user out again: for
   * 1/64 of the time, then 1/32 and so on up to all of it. Each period of that length without a failure undoes one step, and one success
   * resets everything. `status` shows a lockout and `unlock` ends it.
   *
   * @default { failures: 10, seconds: 3600 }
   */
  lockout: { failures: number; seconds: number };
  /**
   * Seconds until an authentication expires. Keep it at or below the lifetime of the API's PINs: a PIN that expires earlier is reported as a
   * wrong one, since the reason comes from the gateway's clock.
   *
   * @default 600
   */
  authenticationSeconds: number;
}

/** The user who was verified, the method and the time. */
export interface Receipt {
  /** The user's id, as `identify` returned it. */
  userId: string;
  /** The method, if the API returned it. */
  method: AuthenticationMethod | undefined;
  /** The time by the gateway's clock. */
  verifiedAt: Date;
}

/** A decision, for the operator's log or metrics. It holds no PIN, phone number or ticket. */
export interface GatewayEvent {
  /**
   * `sent`: the API started an authentication. `send_failed`: it certainly did not, so the send was refunded, unless
   * the user is unknown. `send_uncertain`: it may have,
   * so the send stays counted. `verified`, `rejected`: a PIN. `limited`: a limit denied the request, or the user is locked out. `locked`,
   * `unlocked`: a lockout began, or `unlock` ended it. `forbidden`: the origin, the challenge, the user id or the number's prefix was refused. `store_failed`:
   * the store of the limits failed.
   */
  kind:
    | "sent"
    | "send_failed"
    | "send_uncertain"
    | "verified"
    | "rejected"
    | "limited"
    | "locked"
    | "unlocked"
    | "forbidden"
    | "store_failed";
  /** The user, if known. */
  userId?: string;
  /**
   * For `limited`: the field of the policy, e.g. `sendsPerUser`, or `notStarted`, or `lockout` for a decoy. `failedPinsReported` denies nobody and has no
   * user: more PINs than that were wrong. It comes once until they are fewer. For `forbidden`: what was
   * received and expected, or `allowedPrefixes`. For `rejected`, `send_failed` and `send_uncertain`: the API's reason, or the `code` of its error.
   */
  detail?: string;
  /** For `limited`: milliseconds until the request is allowed. For `locked`: the length of the lockout. */
  retryAfterMs?: number;
}

/** The part of a Worker's execution context that the gateway uses. */
export interface WaitUntilContext {
  /** Keeps the Worker running until the promise settles. */
  waitUntil(promise: Promise<unknown>): void;
}

/** The facts about a request that only the server knows. All are optional, and `toNodeHandler` fills in the first two. */
export interface RequestContext extends Partial<WaitUntilContext> {
  /** The IP address that sends are counted for, unless the gateway has the option `address`. */
  address?: string | undefined;
  /** The request of Node's http, which the function `nodeRequest` returns. */
  nodeRequest?: unknown;
}

/** A gateway. Use `handle` in a server with other routes, and `fetch` as a whole server. */
export interface Gateway {
  /**
   * Responds to requests under `basePath`, and resolves to undefined for all others. Never rejects. It is bound.
   *
   * | request | response |
   * |---|---|
   * | `POST auth` `{"method":"sms"}` | 201 `{"method","attemptsLeft","resendAt","expiresAt"}`; an SMS or a push notification is sent |
   * | `POST auth` or `PUT auth` `{"token":"123456"}` | 200 `{"method","verified":true}`, or `{"method","verified":false,"status","attemptsLeft","resendAt","expiresAt"}` |
   * | `GET auth` | 200 `{"started","method","attemptsLeft","resendAt","expiresAt","verified"}` |
   *
   * 401: nobody is logged in. 403: the origin is not allowed, or the challenge failed. 404: no authentication was started. 400, 413, 415,
   * 422: the body is invalid. 429 with Retry-After: a limit is reached. 503: the limits can't be checked. A failure of the API has its
   * code and status in the body.
   *
   * Refunds and right PINs are settled before the response. Pass the context of a Worker or an edge function as `context`: the other settlements
   * then run after the response, by `waitUntil`. Without it they run after the response in Node, Deno and Bun, and before it on edge runtimes.
   */
  handle(request: Request, context?: RequestContext): Promise<Response | undefined>;
  /** The same as a whole server: all other paths give a 404. It is bound. */
  fetch(request: Request, context?: WaitUntilContext): Promise<Response>;
  /**
   * The same as the handler of a Worker, `export default { fetch: gateway.fetch }`, of `Deno.serve` or of `Bun.serve`. The second argument of these
   * has no effect.
   */
  fetch(request: Request, environment: unknown, context?: WaitUntilContext): Promise<Response>;
  /**
   * Resolves to the status of a user and the end of a lockout. For the operator's own tools: a page must not learn of a lockout.
   *
   * @throws {TypeError} if `userId` can't be the id of a user.
   * @throws {Error} named `StoreError`, if the store fails.
   */
  status(userId: string): Promise<GatewayStatus & { lockedUntil?: Date }>;
  /**
   * Ends a user's lockout and resets the failures, so that the user can start again. Sends during the lockout stay counted by
   * `sendsPerUser`.
   *
   * @throws {TypeError} if `userId` can't be the id of a user.
   * @throws {Error} named `StoreError`, if the store fails.
   */
  unlock(userId: string): Promise<void>;
  /**
   * Returns the methods that a page has, for a site whose own server sends and checks PINs, within the same limits. Sends nothing. It is bound.
   *
   * They have the results and errors of the client's `User`. A limit rejects with a `RateLimitedError` and its `retryAfterMs`, a PIN without a start with
   * a `NoSuchResourceError`, a store that fails with an `Error` named `StoreError`. The hooks that get a request are not called.
   *
   * @throws {TypeError} if `userId` can't be the id of a user, or if `caller` has other properties.
   * @example
   * ```js
   * const { verified } = await gateway.user(userId, { address: "192.0.2.1" }).verifyPin(pin);
   * ```
   */
  user(userId: string, caller?: GatewayCaller): GatewayUser;
  /**
   * Makes the devices of a user that are trusted today ask for the second factor again, in all processes, for example after a change of the password. It is
   * bound. See {@link trustedDevices}.
   *
   * @throws {TypeError} if `userId` can't be the id of a user. Rejects with an `Error` named `StoreError` if the store fails: then the devices may still be trusted.
   */
  forgetDevices(userId: string): Promise<void>;
}

/** Who asks for a call of `gateway.user`. */
export interface GatewayCaller {
  /** The IP address of the caller, for the limits of its networks. */
  address?: string | null | undefined;
  /**
   * The phone number of the user, or whatever else several users may share, for `sendsPerDestination`. The store keeps a hash of it. It has no effect with
   * Number Verification, where it is the user's number.
   */
  destination?: string | null | undefined;
  /** The request of the user's page, for a function `verifyNumber`. */
  request?: Request | undefined;
  /** Aborts the calls. If it is aborted before a call, nothing is sent and nothing counts. */
  signal?: AbortSignal | undefined;
}

/**
 * Creates a gateway. Sends no request.
 *
 * @throws {TypeError} if an option is invalid; the message names the option.
 * @throws {Error} if a limit of the policy is invalid; the message names the field.
 */
export function createGateway(options: GatewayOptions | NumberVerificationGatewayOptions): Gateway;

/** A store of the limits. */
export interface LimitStore {
  /**
   * Applies one event to the state of a key and returns the decision. It has to be atomic per key: no other event of the key may come
   * between the read and the write. Events and decisions are opaque texts.
   */
  apply(key: string, event: unknown): Promise<unknown>;
}

/**
 * Stores limits in this process, for one process. Beyond `capacity` keys, by default 100 000, it deletes the least recently used network,
 * then users without failures, then users with failures or a lockout. The limits of the whole gateway are deleted last.
 *
 * All stores of one `name` in a process are one store. Frameworks such as Next.js bundle a module several times into a process, and each copy
 * would count for itself.
 *
 * @throws {TypeError} if `capacity` is no whole number from 1, `name` no string, or if there are other options.
 */
export function memoryLimits(options?: { capacity?: number; name?: string }): LimitStore;

/**
 * Stores limits in Durable Objects. Export `VerigatorLimits` from the Worker and bind it as a Durable Object namespace.
 *
 * Each key belongs to one of `objects`, 64 by default: the first request to a new object takes longer. Whoever changes the number starts with empty
 * limits.
 *
 * @throws {TypeError} if `namespace` is no Durable Object namespace, e.g. since the name of its binding is misspelled, or if `objects` is no whole
 * number from 1 to 10000.
 */
export function durableLimits(namespace: unknown, options?: { objects?: number }): LimitStore;

/** The Durable Object class that holds the limits of many keys. List it under `new_sqlite_classes` in the Worker's migration. An hourly alarm deletes expired states. */
export class VerigatorLimits {
  /** Marks the class for Cloudflare's `DurableObjectNamespace<VerigatorLimits>`, which `wrangler types` writes. It has no value. */
  readonly __DURABLE_OBJECT_BRAND: never;
  /** Applies an event for `durableLimits`. */
  fetch(request: Request): Promise<Response>;
  /** Deletes expired state. The runtime calls it. */
  alarm(): Promise<void>;
}

/**
 * Tickets (from the site's backend to the gateway) and receipts (from the gateway to the backend) as JWTs with HS256, so that a backend in
 * any language can mint and check them.
 *
 * The claims of a ticket are `sub`, the user's id, `aud`, `verigator-gateway`, `exp`, at most five minutes from now, and `jti`. The clock of
 * whoever made a token may be a minute ahead. Those of a
 * receipt are `aud`, `verigator-receipt`, `sub`, `exp`, `jti`, `method`, and `auth_time`, which is `verifiedAt` in seconds. Neither has `iat`, which readers
 * in other languages refuse if it is a second ahead.
 *
 * `lifetimeSeconds` is 300 by default, `now` is `Date.now`. `issuer` names the gateway, as `iss`: give each gateway its own if they share a secret.
 * It is checked if it is set.
 *
 * @throws {TypeError} if the secret has fewer than 32 bytes (RFC 7518, section 3.2), or if `lifetimeSeconds` is not from 1 to 300, or
 * if there are other options.
 */
export function tickets(
  secret: string | Uint8Array,
  options?: { lifetimeSeconds?: number; issuer?: string; now?: () => number },
): {
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

/** What a gateway lets a user do, and the status of an authentication, as `verigator` declares them. */
export type { GatewayStatus, GatewayUser } from "verigator";
