/**
 * `verigator/gateway`, for servers: lets a page verify its user and never hold the account's password.
 *
 * The gateway holds the password. A page may start and verify the authentication of the one user whom the site says is logging in,
 * within limits that are counted before anything is sent.
 */
import type { AuthenticationMethod, Verigator } from "verigator";

/** What a gateway needs, and what it may do. */
export interface GatewayOptions {
  /** A client with the account's credentials. */
  verigator: Verigator;
  /** The service whose users log in here. */
  serviceId: string;
  /**
   * Says who is asking: the Verigator user id of whoever passed the site's first factor, null for nobody, who gets a 401.
   *
   * `tickets(secret).identify` is one; a site with sessions of its own looks them up by the cookie. It is asked before anything else and
   * must not read the body. An id may hold printable ASCII but no `/ \ % ? # " < >`; any other is nobody's.
   */
  identify(request: Request): string | null | Promise<string | null>;
  /**
   * Called once a PIN was right. Headers it returns, a session cookie say, go out with the answer.
   *
   * Where it throws, the page gets a 500 and the PIN is spent: the user has to start anew.
   */
  onVerified?(request: Request, receipt: Receipt): HeadersInit | void | Promise<HeadersInit | void>;
  /** Where limits are kept: `memoryLimits()` for one process, `durableLimits(env.LIMITS)` on Workers. A store that fails gives a 503. */
  limits: LimitStore;
  /** The limits; what is left out keeps its default. */
  policy?: Partial<Policy>;
  /** Where it is mounted; default `/2fa`. Other paths give undefined from `handle`. */
  basePath?: string;
  /** Origins that may call it besides its own, as in `https://www.example.com`. Behind a proxy that ends TLS the site's own belongs here, too. */
  allowedOrigins?: string[];
  /** Asked before anything is sent; anything but true gives a 403. Turnstile goes here. It may read the request's body. */
  challenge?(request: Request): boolean | Promise<boolean>;
  /**
   * The IP address that sends are counted for; of IPv6 its /64 counts.
   *
   * By default it is the address that `handle` was called with, as `toNodeHandler` does; in a Worker else the header `CF-Connecting-IP`, which
   * Cloudflare sets and no caller can forge there. A port, an IPv6 zone and the IPv6 form of an IPv4 address are normalized. What is no IP
   * address, a whole `X-Forwarded-For` list for example, counts as one address that all such requests share. Without an address sends are
   * limited by user and in total only, and the process emits a warning once, with the code `VERIGATOR_NO_ADDRESS`.
   */
  address?(request: Request): string | null | undefined;
  /**
   * Told of every failure that a page gets no word of: the API's errors, a store's, a hook's. For the operator's log.
   *
   * A 404 of the API is told here only, since a page must not learn which users exist; a wrong `serviceId` shows as that.
   */
  onError?(error: unknown, request: Request): void;
  /** Milliseconds since the epoch; default Date.now. */
  now?: () => number;
}

/** Limits. Each span of time is exact to the millisecond: what is 600 s old does not count within 600 s any more. */
export interface Policy {
  /**
   * Seconds before the first, second, third … repeated send; default [30, 60, 120], the last for all further ones.
   * A send is a repeated one while the authentication before it lives and is not verified.
   */
  resendCoolDownSeconds: number[];
  /** Wrong PINs until an authentication is spent; default 5. A PIN counts before it is sent; it stops counting only where it certainly was not judged. */
  maxAttempts: number;
  /** Sends to one user; default 3 in 600 s. */
  sendsPerUser: { count: number; seconds: number };
  /** Sends asked for from one address; default 10 in 3600 s. */
  sendsPerAddress: { count: number; seconds: number };
  /** Sends of the whole gateway, the budget against SMS pumping; default 1000 in 3600 s. */
  sendsInAll: { count: number; seconds: number };
  /**
   * Failed authentications in a row after which a user is locked out, and for how long; default 10 and 3600 s.
   *
   * One has failed when its attempts are spent, and when it expires or is started anew after a wrong PIN. Whoever is locked out sees what
   * anyone sees whose PINs are wrong. The row goes on after the lock-out: each further failure locks again, until one success.
   */
  lockOut: { failures: number; seconds: number };
  /** How long an authentication lives; default 600 s. */
  authenticationSeconds: number;
}

/** Says who was verified, how and when. */
export interface Receipt {
  /** The Verigator user id. */
  userId: string;
  /** How, where the API said it. */
  method: AuthenticationMethod | undefined;
  /** When, by the gateway's clock. */
  verifiedAt: Date;
}

/** What the server knows of a request beyond the request itself. `toNodeHandler` fills it in. */
export interface Connection {
  /** The IP address that sends are counted for, unless the gateway has the option `address`. */
  address?: string | undefined;
  /** Node's own request, for the function `nodeRequest`. */
  nodeRequest?: unknown;
}

/** A gateway: `handle` for a server that has other routes, `fetch` for one of its own. */
export interface Gateway {
  /**
   * Answers requests under `basePath`, undefined for all others. Never rejects. Bound.
   *
   * | request | answer |
   * |---|---|
   * | `POST auth` `{"method":"sms"}` | 201 `{"method","attemptsLeft","resendAt","expiresAt"}`; an SMS or a push goes out |
   * | `PUT auth` `{"token":"123456"}` | 200 `{"method","verified":true}`, or `{"method","verified":false,"status","attemptsLeft","resendAt","expiresAt"}` |
   * | `GET auth` | 200 `{"started","method","attemptsLeft","resendAt","expiresAt","verified"}` |
   *
   * 401: nobody is asking. 403: another origin, or the challenge. 404: no authentication is under way. 413, 415, 422: the body. 429 with
   * Retry-After: a limit. 503: the limits can't be checked. Failures of the API: its class as `code` and its status.
   */
  handle(request: Request, connection?: Connection): Promise<Response | undefined>;
  /** The same as a whole server: 404 for all others. Bound. */
  fetch(request: Request): Promise<Response>;
}

/** Makes a gateway. Throws on options and limits that can't be used. Sends nothing. */
export function createGateway(options: GatewayOptions): Gateway;

/** Where limits live. */
export interface LimitStore {
  /** Takes one key's next step. Atomic for a key: no other event of that key comes between its reading and its writing. Events and verdicts are opaque texts. */
  apply(key: string, event: unknown): Promise<unknown>;
}

/** Keeps limits in this process. Beyond `capacity` keys, 100 000 by default, the one unused for longest goes. */
export function memoryLimits(options?: { capacity?: number }): LimitStore;

/** Keeps limits in Durable Objects. On Cloudflare: export `VerigatorLimits` from the Worker and bind it as a Durable Object namespace. */
export function durableLimits(namespace: unknown): LimitStore;

/** The Durable Object class that holds one key's limits. Its migration names it under `new_sqlite_classes`. An alarm deletes what is over. */
export class VerigatorLimits {
  /** Takes a step for `durableLimits`. */
  fetch(request: Request): Promise<Response>;
  /** Deletes what is over. Called by the runtime. */
  alarm(): Promise<void>;
}

/** Options of every store that several processes share. */
export interface SharedLimitsOptions {
  /**
   * Milliseconds after which a call of the store fails, conflicts included. Up to 2147483647.
   *
   * What was sent to the database may still be counted later, which only makes the limits stricter.
   * @default 2000
   */
  timeoutMs?: number;
}

/** A database that can replace a value only if it is unchanged. */
export interface CompareAndSwapDatabase {
  /** Returns the value under the key, null if there is none. It must be the latest one, so read from the primary, not from a replica. */
  read(key: string): Promise<string | null>;
  /**
   * Stores `next` if the value is still `expected` (null: absent), atomically; resolves to whether it did.
   *
   * Keep the value for at least `ttlMs`, a whole number of milliseconds from 1. An empty `next` may be stored or deleted.
   */
  replace(key: string, expected: string | null, next: string, ttlMs: number): Promise<boolean>;
}

/**
 * Builds a store on any database that can replace a value only if it is unchanged.
 *
 * The gateway reads, computes the next value, and replaces. If another process was faster, it starts over after a short random wait. Calls of
 * one process for the same key share one replacement. Fails closed: an error, a time-out or too many conflicts deny the request with a 503.
 *
 * Keys are printable ASCII and hold the service's and the user's id or an IP address. Values are ASCII text of at most a few kilobytes.
 * @throws TypeError if the database lacks a method or an option is unknown or out of range
 * @example
 * ```js
 * const limits = compareAndSwapLimits({
 *   read: async (key) => (await table.get(key))?.value ?? null,
 *   replace: (key, expected, next, ttlMs) => table.putIf(key, expected, next, Date.now() + ttlMs),
 * });
 * ```
 */
export function compareAndSwapLimits(
  database: CompareAndSwapDatabase,
  options?: SharedLimitsOptions & {
    /** How often other processes may be faster in a row before a call of the store fails, from 0 to 10000. @default 30 */
    maxConflicts?: number;
  },
): LimitStore;

/**
 * Keeps limits in Redis or Valkey, by any client. Two commands a call: GET, and EVALSHA with a short script that compares and swaps; EVAL if the
 * server does not know the script yet. Values expire by PX. Works with Redis Cluster, since each call uses one key.
 *
 * Limits are as durable as the server: set `appendonly yes`, and `maxmemory-policy noeviction`, so that no counts are lost or evicted.
 * Replication is asynchronous, so a failover may lose the last ones.
 * @throws TypeError if `sendCommand` is no function or an option is unknown or out of range
 * @example
 * ```js
 * // ioredis
 * const client = new Redis(process.env.REDIS_URL);
 * const limits = redisLimits({ sendCommand: (name, ...values) => client.call(name, ...values) });
 * ```
 * @example
 * ```js
 * // redis, also called node-redis
 * const client = await createClient({ url: process.env.REDIS_URL }).on("error", console.error).connect();
 * const limits = redisLimits({ sendCommand: (...command) => client.sendCommand(command) });
 * ```
 */
export function redisLimits(
  options: SharedLimitsOptions & {
    /** Sends a command, its name first, and resolves to the reply; rejects with an error reply. */
    sendCommand(...command: string[]): Promise<unknown>;
    /** Put before each key. @default "verigator:limits:" */
    prefix?: string;
  },
): LimitStore;

/**
 * Keeps limits in PostgreSQL 9.5 or later, by any client. Two statements a call: a SELECT, and an INSERT or UPDATE that compares and swaps. Run
 * `createTable` once, from a migration, and `deleteExpired` now and then, once an hour for example.
 *
 * Each statement has to run in a transaction of its own, against the primary server.
 * @throws TypeError if `query` is no function, if `table` can't be used, or if an option is unknown or out of range
 * @example
 * ```js
 * // pg
 * const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL });
 * const limits = postgresLimits({ query: (text, values) => pool.query(text, values) });
 * await pool.query(limits.createTable);
 * ```
 * @example
 * ```js
 * // postgres, also called Postgres.js
 * const sql = postgres(process.env.DATABASE_URL);
 * const limits = postgresLimits({ query: async (text, values) => ({ rows: await sql.unsafe(text, values) }) });
 * ```
 * @example
 * ```js
 * // @neondatabase/serverless
 * const sql = neon(process.env.DATABASE_URL);
 * const limits = postgresLimits({ query: async (text, values) => ({ rows: await sql.query(text, values) }) });
 * ```
 */
export function postgresLimits(
  options: SharedLimitsOptions & {
    /** Runs a statement whose values are `$1`, `$2` and so on: strings and numbers. */
    query(text: string, values: unknown[]): Promise<{ rows: unknown[] }>;
    /** The table's name, with its schema or without: letters, digits and `_`. It is quoted, so case matters. @default "verigator_limits" */
    table?: string;
  },
): LimitStore & {
  /** The statement that creates the table if it does not exist. */
  readonly createTable: string;
  /** Deletes rows that no longer count. They are ignored even if this is never called, but take up space. */
  deleteExpired(): Promise<void>;
};

/**
 * Keeps limits in Deno KV. Two requests a call: a strongly consistent read, and an atomic operation that checks the versionstamp.
 * @throws TypeError if `kv` is no Deno KV database, or if an option is unknown or out of range
 * @example
 * ```js
 * const limits = denoKvLimits(await Deno.openKv());
 * ```
 */
export function denoKvLimits(
  kv: unknown,
  options?: SharedLimitsOptions & {
    /** The first part of each key. @default "verigator_limits" */
    prefix?: string;
  },
): LimitStore;

/**
 * Makes a handler for Node's http server, Express 4 and 5, Fastify, NestJS and Connect. It may be mounted at a path, below which `basePath` stays
 * the whole path, and may come before or after a body parser.
 *
 * The handler answers what is under the gateway's `basePath`. For other requests it calls `next`, or answers 404 if there is none. Its Promise
 * never rejects.
 *
 * The address that sends are counted for is that of the connection or, with `trustedProxies`, the one that the outermost of them has noted.
 * The gateway's option `address` overrides it.
 * @throws TypeError if `gateway` is no gateway, or if an option is unknown or out of range
 * @example
 * ```js
 * // Express, Connect and NestJS
 * app.use(toNodeHandler(gateway, { trustedProxies: 1 }));
 * ```
 * @example
 * ```js
 * // Node
 * createServer(toNodeHandler(gateway)).listen(8080);
 * ```
 * @example
 * ```js
 * // Fastify, which has read the body by then
 * const handler = toNodeHandler(gateway);
 * app.all("/2fa/*", (request, reply) => {
 *   reply.hijack();
 *   request.raw.body = request.body;
 *   return handler(request.raw, reply.raw);
 * });
 * ```
 */
export function toNodeHandler(
  gateway: Pick<Gateway, "handle">,
  options?: {
    /**
     * The number of your own proxies that each request passes before it reaches this server. That many entries of `X-Forwarded-For`,
     * `X-Forwarded-Proto` and `X-Forwarded-Host`, counted from the right, are believed; the rest may have been written by anybody.
     *
     * If it is more than there are, or if callers can reach this server past a proxy, they choose their own address. If it is fewer, all of them
     * share the address of a proxy.
     * @default 0
     */
    trustedProxies?: number;
  },
): (request: unknown, response: unknown, next?: (error?: unknown) => void) => Promise<void>;

/**
 * Returns the request of Node's http, Express, Fastify, NestJS or Connect that `toNodeHandler` was called with, undefined for any other. Hooks
 * find there what a middleware has added, the session for example.
 * @example
 * ```js
 * const identify = (request) => nodeRequest(request).session.verigatorId ?? null;
 * ```
 */
export function nodeRequest(request: Request): unknown;

/**
 * Tickets (site's backend to gateway) and receipts (gateway to backend) as JWTs, HS256, so that any backend can mint and check them.
 *
 * A ticket's claims: `sub` the user's id, `aud` `verigator-gateway`, `exp` at most five minutes from now, `jti`. A receipt's: `aud`
 * `verigator-receipt`, `sub`, `exp`, `jti`, `method`, and `auth_time`, the seconds of `verifiedAt`.
 * Throws where the secret has fewer than 32 bytes (RFC 7518, 3.2), or where `lifetimeSeconds` (default 300) is not from 1 to 300.
 */
export function tickets(secret: string | Uint8Array, options?: { lifetimeSeconds?: number; now?: () => number }): {
  /** Makes a ticket, good for that user alone. */
  mint(userId: string): Promise<string>;
  /** Reads `Authorization: Bearer`. Null for any ticket that is not good in every respect. */
  identify(request: Request): Promise<string | null>;
  /** Makes a receipt. */
  receipt(receipt: Receipt): Promise<string>;
  /** Reads a receipt once; null for one that is not good, and for one that this object has read before. Across processes keep its `jti`. */
  readReceipt(token: string): Promise<Receipt | null>;
};

/** In the page, from `verigator`: the same User, without credentials. `Verigator.viaGateway("/2fa")`; a ticket where the site uses them. */
export interface ViaGateway extends Pick<typeof Verigator, "viaGateway"> {}

/** Where the user's authentication stands, as `verigator` declares it. */
export type { GatewayStatus } from "verigator";
