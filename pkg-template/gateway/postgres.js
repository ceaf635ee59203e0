/** Limits in PostgreSQL. */
import { createSwapStore } from "./compare-and-swap.js";
import { expectFunctions, readStoreOptions } from "./store-options.js";

/** The SQLSTATE of a transaction that conflicts with a concurrent one under the stricter isolation levels. */
const serializationFailure = "40001";

export function postgresLimits(options) {
  expectFunctions("postgresLimits", options, ["query"]);
  const { table = "verigator_limits", ...settings } = readStoreOptions("postgresLimits", options, ["query", "table", "timeoutMs"]);
  const statements = writeStatements(quote(table));

  async function query(text, values) {
    const { rows } = await options.query(text, values);
    if (!Array.isArray(rows)) throw new TypeError(`expected query to resolve to { rows } with an array, got ${typeof rows}`);
    return rows;
  }

  async function read(key) {
    const [row] = await query(statements.read, [key]);
    const value = row?.value ?? null;
    return { value, version: value };
  }

  async function replace(key, version, next, ttlMs) {
    const swap = version === null ? query(statements.insert, [key, next, ttlMs]) : query(statements.update, [key, next, ttlMs, version]);
    try {
      return (await swap).length === 1;
    } catch (error) {
      if (error?.code === serializationFailure) return false;
      throw error;
    }
  }

  return {
    ...createSwapStore({ read, replace }, settings),
    createTable: statements.createTable,
    async deleteExpired() {
      await query(statements.deleteExpired, []);
    },
  };
}

/** Each is one statement. PostgreSQL rechecks the condition of an update after it has waited for a concurrent update of the row. */
function writeStatements(table) {
  const expiry = "now() + $3::float8 * interval '1 millisecond'";
  return {
    // The check lets a role without the right to create tables start. Without the lock, processes that start together fail with a
    // duplicate key in PostgreSQL's own catalog.
    createTable: `DO $$ BEGIN IF to_regclass('${table}') IS NULL THEN PERFORM pg_advisory_xact_lock(hashtext('verigator_limits'));
      CREATE TABLE IF NOT EXISTS ${table} (key text PRIMARY KEY, value text NOT NULL, expires_at timestamptz NOT NULL); END IF; END $$`,
    read: `SELECT value FROM ${table} WHERE key = $1 AND expires_at > now()`,
    insert: `INSERT INTO ${table} AS kept (key, value, expires_at) VALUES ($1, $2, ${expiry})
      ON CONFLICT (key) DO UPDATE SET value = excluded.value, expires_at = excluded.expires_at WHERE kept.expires_at <= now() RETURNING key`,
    update: `UPDATE ${table} SET value = $2, expires_at = ${expiry} WHERE key = $1 AND value = $4 RETURNING key`,
    deleteExpired: `DELETE FROM ${table} WHERE expires_at <= now()`,
  };
}

/** Quotes the name of a table, with or without its schema. */
function quote(table) {
  if (typeof table !== "string" || !/^[a-z_]\w{0,62}(\.[a-z_]\w{0,62})?$/i.test(table)) {
    throw new TypeError("postgresLimits: table: expected a name of letters, digits and _, as in verigator_limits or auth.verigator_limits");
  }
  return table.split(".").map((part) => `"${part}"`).join(".");
}
