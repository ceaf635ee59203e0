/** Limits in Cloudflare D1. */
import { createSwapStore, expectText, maxAgeMs } from "./compare-and-swap.js";
import { expectFunctions, quoteTable, readStoreOptions } from "../option-checks.js";

export function d1Limits(database, options) {
  expectFunctions("d1Limits: the D1 database", database, ["prepare", "batch"]);
  const { table = "verigator_limits", ...settings } = readStoreOptions("d1Limits", options, [
    "table",
    "timeoutMs",
    "maxConflicts",
  ]);
  const statements = writeStatements(quoteTable("d1Limits", table), maxAgeMs(settings));

  async function read(key) {
    return readRow(await database.prepare(statements.read).bind(key).all());
  }

  /** A batch is one round trip and one transaction. */
  async function swap(key, { version }, next, ttlMs, at) {
    const replacing =
      version === null
        ? database.prepare(statements.insert).bind(key, next, ttlMs, at)
        : database.prepare(statements.update).bind(key, next, ttlMs, at, version);
    const [swapped, selected] = await database.batch([replacing, database.prepare(statements.read).bind(key)]);
    const { now, ...present } = readRow(selected);
    return { isSwapped: swapped.results.length === 1, version: next, present, now };
  }

  return createSwapStore({ read, swap }, settings, {
    createTable: statements.createTable,
    async deleteExpired() {
      await database.prepare(statements.deleteExpired).run();
    },
  });
}

function readRow({ results }) {
  const [{ value, now }] = results;
  return { value: expectText(value), version: value, now };
}

function writeStatements(table, ageMs) {
  const now = "CAST(unixepoch('subsec') * 1000 AS INTEGER)";
  const isNear = `abs(${now} - ?4) <= ${ageMs}`;
  return {
    createTable: `CREATE TABLE IF NOT EXISTS ${table} (key TEXT PRIMARY KEY, value TEXT NOT NULL, expires_at INTEGER NOT NULL) WITHOUT ROWID`,
    read: `SELECT (SELECT value FROM ${table} WHERE key = ?1 AND expires_at > ${now}) AS value, ${now} AS now`,
    insert: `INSERT INTO ${table} (key, value, expires_at) SELECT ?1, ?2, ${now} + ?3 WHERE ${isNear}
      ON CONFLICT (key) DO UPDATE SET value = excluded.value, expires_at = excluded.expires_at WHERE expires_at <= ${now} RETURNING 1`,
    update: `UPDATE ${table} SET value = ?2, expires_at = ${now} + ?3 WHERE key = ?1 AND value = ?5 AND expires_at > ${now} AND ${isNear} RETURNING 1`,
    deleteExpired: `DELETE FROM ${table} WHERE expires_at <= ${now}`,
  };
}
