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
 * The gateway reads the value, computes the next one, and replaces it. After a conflict with another process it starts over after a short random
 * wait. Concurrent calls of one process for the same key share one replacement. Fails closed: an error, a timeout or too many conflicts give a
 * 503.
 *
 * Keys are printable ASCII and hold the service's and the user's id or an IP address. Values are ASCII text of less than 64 KiB.
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
export function compareAndSwapLimits(
  database: CompareAndSwapDatabase,
  options?: SharedLimitsOptions & {
    /**
     * The number of conflicts in a row, from 0 to 10000, after which a call of the store fails.
     *
     * @default 30
     */
    maxConflicts?: number;
  },
): LimitStore;

/**
 * Keeps limits in Redis or Valkey, with any client. A call sends two commands: GET, and EVALSHA with a short script that compares and swaps, or
 * EVAL if the server does not know the script yet. Values expire by PX. Each call uses one key, so Redis Cluster works too.
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
 * Keeps limits in PostgreSQL 9.5 or later, with any client. A call runs two statements: a SELECT, and an INSERT or UPDATE that compares and swaps.
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
 * Keeps limits in Deno KV. A call is a strongly consistent read, and an atomic operation that checks the versionstamp.
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
