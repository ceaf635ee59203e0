/** Options of every store that several processes share. */
export interface SharedLimitsOptions {
  /**
   * Milliseconds after which a call of the store fails, including its retries after conflicts. At most 2147483647.
   *
   * A write that is under way then may still be counted, which only makes the limits stricter.
   *
   * @default 2000
   */
  timeoutMs?: number;
  /**
   * The number of conflicts with other processes in a row, from 0 to 10000, after which a call of the store fails.
   *
   * @default 30
   */
  maxConflicts?: number;
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
 * The gateway computes the next value from the one that it knows, and replaces that if it is unchanged; otherwise it reads the value and starts over. After
 * a conflict with another process it waits a short random time. Concurrent calls of one process for the same key share one replacement, except in
 * Workers, whose requests cannot share I/O. Fails closed: an error, a timeout or too many conflicts give a 503.
 *
 * A replacement may be repeated by your client, or its success be lost: each event has an id, so it counts once.
 *
 * Keys are printable ASCII and hold the service's and the user's id or a network. Values are ASCII text of less than 64 KiB, which is no JSON, so that no
 * client parses it.
 *
 * @throws {TypeError} if the database lacks a method or an option is unknown or out of range.
 * @example
 * ```js
 * const limits = compareAndSwapLimits({
 *   read: async (key) => (await table.get(key))?.value ?? null,
 *   replace: (key, expected, next, ttlMs) => table.putIf(key, expected, next, Date.now() + ttlMs),
 * });
 * ```
 */
export function compareAndSwapLimits(database: CompareAndSwapDatabase, options?: SharedLimitsOptions): LimitStore;

/**
 * Keeps limits in Redis 5 or later, or Valkey, with any client. A call sends one command as a rule: EVALSHA with a short script that compares and swaps, or
 * EVAL if the server does not know the script yet. Values expire by PX, and the time is the server's. Each call uses one key, so clusters work too.
 *
 * Set `appendonly yes` and `maxmemory-policy noeviction` in the server, so that it loses and evicts no counts. Replication is asynchronous, so a
 * failover may lose the latest ones.
 *
 * @throws {TypeError} if `sendCommand` is no function or an option is unknown or out of range.
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
 * @example
 * ```js
 * // a cluster of redis: the key is the fourth word of each command
 * const cluster = createCluster({ rootNodes: [{ url: process.env.REDIS_URL }] });
 * const limits = redisLimits({ sendCommand: (...command) => cluster.sendCommand(command[3], false, command) });
 * ```
 * @example
 * ```js
 * // @valkey/valkey-glide
 * const limits = redisLimits({ sendCommand: (...command) => client.customCommand(command) });
 * ```
 * @example
 * ```js
 * // Upstash, by its REST API
 * const headers = { authorization: `Bearer ${process.env.UPSTASH_REDIS_REST_TOKEN}` };
 * const limits = redisLimits({
 *   async sendCommand(...command) {
 *     const response = await fetch(process.env.UPSTASH_REDIS_REST_URL, { method: "POST", headers, body: JSON.stringify(command) });
 *     const { result, error } = await response.json();
 *     if (error) throw new Error(error);
 *     return result;
 *   },
 * });
 * ```
 */
export function redisLimits(
  options: SharedLimitsOptions & {
    /** Sends a command, whose name comes first. Resolves to the reply, and rejects if that is an error. */
    sendCommand(...command: string[]): Promise<unknown>;
    /**
     * The prefix of each key.
     *
     * @default "verigator:limits:"
     */
    prefix?: string;
  },
): LimitStore;

/**
 * Keeps limits in PostgreSQL 9.5 or later, with any client. A call runs one statement as a rule, which compares and swaps; the time is the server's.
 * Run `createTable` once, e.g. from a migration, and `deleteExpired` regularly, e.g. once an hour.
 *
 * Each statement has to run in a transaction of its own, against the primary server.
 *
 * @throws {TypeError} if `query` is no function, if `table` can't be used, or if an option is unknown or out of range.
 * @example
 * ```js
 * // pg
 * const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL });
 * const limits = postgresLimits({ query: (text, values) => pool.query(text, values) });
 * await pool.query(limits.createTable);
 * ```
 * @example
 * ```js
 * // postgres, also called Postgres.js. If a new connection is lost while it fetches types, it ends the process.
 * const sql = postgres(process.env.DATABASE_URL, { fetch_types: false });
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
    /** Runs a statement. The values are those of `$1`, `$2` and so on. */
    query(text: string, values: (number | string)[]): Promise<{ rows: unknown[] }>;
    /**
     * The name of the table, with or without its schema, of letters, digits and `_`. It is quoted, so it is case-sensitive.
     *
     * @default "verigator_limits"
     */
    table?: string;
  },
): LimitStore & {
  /** The statement that creates the table if it does not exist. */
  readonly createTable: string;
  /** Deletes the rows that no longer count. They have no effect, but take up space. */
  deleteExpired(): Promise<void>;
};

/**
 * Keeps limits in Cloudflare D1. A call is one batch as a rule, which compares and swaps; the time is the database's. Run `createTable` once, e.g. from a
 * migration, and `deleteExpired` regularly, e.g. by a cron trigger.
 *
 * @throws {TypeError} if `database` is no D1 database, e.g. since the name of its binding is misspelled, or if an option is unknown or out of range.
 * @example
 * ```js
 * const limits = d1Limits(env.DB);
 * ```
 */
export function d1Limits(
  database: unknown,
  options?: SharedLimitsOptions & {
    /**
     * The name of the table, of letters, digits and `_`.
     *
     * @default "verigator_limits"
     */
    table?: string;
  },
): LimitStore & {
  /** The statement that creates the table if it does not exist. */
  readonly createTable: string;
  /** Deletes the rows that no longer count. They have no effect, but take up space. */
  deleteExpired(): Promise<void>;
};

/**
 * Keeps limits in Deno KV. A call is one atomic operation as a rule, which checks the versionstamp.
 *
 * @throws {TypeError} if `kv` is no Deno KV database, or if an option is unknown or out of range.
 * @example
 * ```js
 * const limits = denoKvLimits(await Deno.openKv());
 * ```
 */
export function denoKvLimits(
  kv: unknown,
  options?: SharedLimitsOptions & {
    /**
     * The first part of each key.
     *
     * @default "verigator_limits"
     */
    prefix?: string;
  },
): LimitStore;
