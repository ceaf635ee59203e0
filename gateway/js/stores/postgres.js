/** Limits in PostgreSQL. */
import { createSwapStore, expectText, maxAgeMs } from "./compare-and-swap.js";
import { expectFunctions, quoteTable, readStoreOptions } from "../option-checks.js";

/** The SQLSTATE of a transaction that conflicts with a concurrent one under the stricter isolation levels. */
const serializationFailure = "40001";

export function postgresLimits(options) {
  expectFunctions("postgresLimits", options, ["query"]);
  const { table = "verigator_limits", ...settings } = readStoreOptions("postgresLimits", options, [
    "query",
    "table",
    "timeoutMs",
    "maxConflicts",
  ]);
  const statements = writeStatements(quoteTable("postgresLimits", table), maxAgeMs(settings));

  /** Resolves to the rows, undefined after a conflict: any statement may meet one, a SELECT too, and Bun's client names it `errno`. */
  async function query(text, values) {
    try {
      const { rows } = await options.query(text, values);
      if (!Array.isArray(rows))
        throw new TypeError(`expected query to resolve to { rows } with an array, got ${typeof rows}`);
      return rows;
    } catch (error) {
      if (error?.code === serializationFailure || error?.errno === serializationFailure) return undefined;
      throw error;
    }
  }

  async function read(key) {
    let rows;
    // A SELECT that conflicts has a snapshot that is gone; the next one has another.
    for (let conflicts = 0; rows === undefined && conflicts <= settings.maxConflicts; conflicts += 1)
      rows = await query(statements.read, [key]);
    if (rows === undefined)
      throw new Error(
        `expected at most ${settings.maxConflicts} conflicts with other processes, got one more; raise the store's option maxConflicts`,
      );
    return readRow(rows).present;
  }

  async function swap(key, { version }, next, ttlMs, at) {
    const values = version === null ? [key, next, ttlMs, at] : [key, next, ttlMs, at, version];
    const rows = await query(version === null ? statements.insert : statements.update, values);
    if (rows === undefined) return { isSwapped: false };
    const { isSwapped, present } = readRow(rows);
    return { isSwapped, version: next, present, now: present.now };
  }

  return createSwapStore({ read, swap }, settings, {
    createTable: statements.createTable,
    async deleteExpired() {
      await query(statements.deleteExpired, []);
    },
  });
}

function readRow([row]) {
  const value = expectText(row?.value ?? null);
  const now = Number(row?.now);
  if (!(now > 0))
    throw new TypeError(
      "expected query to resolve to the statement's row with the column now, got none; return the client's rows unchanged",
    );
  return { isSwapped: Number(row.swapped) === 1, present: { value, version: value, now } };
}

/**
 * Each is one statement. PostgreSQL rechecks the condition of an update after it has waited for a concurrent update of the row. What the statement
 * selects is older than that, so it may be the expected value although the swap failed.
 */
function writeStatements(table, ageMs) {
  const expiry = "now() + $3::float8 * interval '1 millisecond'";
  const milliseconds = "(extract(epoch FROM now()) * 1000)::float8";
  const isNear = `abs(${milliseconds} - $4::float8) <= ${ageMs}`;
  const present = `(SELECT value FROM ${table} WHERE key = $1::text AND expires_at > now()) AS value, ${milliseconds} AS now`;
  const select = `SELECT (SELECT count(*) FROM swapped)::int AS swapped, ${present}`;
  return {
    // The check lets a role without the right to create tables start. Without the lock, processes that start together fail with a
    // duplicate key in PostgreSQL's own catalog.
    createTable: `DO $$ BEGIN IF to_regclass('${table}') IS NULL THEN PERFORM pg_advisory_xact_lock(hashtext('verigator_limits'));
      CREATE TABLE IF NOT EXISTS ${table} (key text PRIMARY KEY, value text NOT NULL, expires_at timestamptz NOT NULL); END IF; END $$`,
    read: `SELECT 0 AS swapped, ${present}`,
    insert: `WITH swapped AS (INSERT INTO ${table} AS kept (key, value, expires_at) SELECT $1::text, $2::text, ${expiry} WHERE ${isNear}
      ON CONFLICT (key) DO UPDATE SET value = excluded.value, expires_at = excluded.expires_at WHERE kept.expires_at <= now() RETURNING 1) ${select}`,
    update: `WITH swapped AS (UPDATE ${table} SET value = $2::text, expires_at = ${expiry}
      WHERE key = $1::text AND value = $5::text AND expires_at > now() AND ${isNear} RETURNING 1) ${select}`,
    deleteExpired: `DELETE FROM ${table} WHERE expires_at <= now()`,
  };
}
