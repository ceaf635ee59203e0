import assert from "node:assert/strict";
import { after, test } from "node:test";
import pg from "pg";
import { postgresLimits } from "verigator/gateway";
import { createSite } from "./site.mjs";
import { openPostgres } from "./stores/postgres-server.mjs";
import { testServerGone, testSharedLimits } from "./stores/shared-limits.mjs";

const server = await openPostgres(after);
const administrator = new pg.Client(server.url);
await administrator.connect();
await administrator.query(postgresLimits({ query: administrator.query }).createTable);
await administrator.end();

for (const client of ["pg", "postgres"]) {
  testSharedLimits(client, server.url);
  testServerGone(client, server);
}

/** Opens a connection pool, and a store with a separate table. */
async function connect(t, { table, ...options } = {}) {
  const pool = new pg.Pool({ connectionString: server.url, ...options }).on("error", () => {});
  t.after(() => pool.end());
  const limits = postgresLimits({ query: (text, values) => pool.query(text, values), table });
  await pool.query(limits.createTable);
  return { pool, limits };
}

test("the table is created once, in the named schema", async (t) => {
  const { pool, limits } = await connect(t, { table: "public.Second_Factor" });
  await pool.query(limits.createTable);
  const site = createSite({ limits });
  await site.start();
  await site.settled();
  const { rows } = await pool.query('SELECT key, expires_at > now() + interval \'590 s\' AS active FROM public."Second_Factor" ORDER BY key');
  assert.deepEqual(rows, [{ key: "service-1/global", active: true }, { key: "service-1/user/user-1", active: true }]);
});

test("processes that start together all create the table", async (t) => {
  const pool = new pg.Pool({ connectionString: server.url, max: 20 });
  t.after(() => pool.end());
  const tables = Array.from({ length: 10 }, (_, index) => `created_together_${index}`);
  for (const table of tables) {
    const { createTable } = postgresLimits({ query: pool.query, table });
    await Promise.all(Array.from({ length: 20 }, () => pool.query(createTable)));
  }
});

test("a role that may not create tables starts if the table exists", async (t) => {
  const { pool, limits } = await connect(t, { table: "created_before" });
  await pool.query("CREATE ROLE reader LOGIN; REVOKE CREATE ON SCHEMA public FROM PUBLIC");
  const url = new URL(server.url);
  url.username = "reader";
  const reader = new pg.Client(url.href);
  await reader.connect();
  t.after(() => reader.end());
  await reader.query(limits.createTable);
  const other = postgresLimits({ query: reader.query, table: "created_later" });
  await assert.rejects(reader.query(other.createTable), { code: "42501" });
});

test("an expired row is ignored and can be replaced, and only deleteExpired deletes it", async (t) => {
  const { pool, limits } = await connect(t, { table: "expiring" });
  const site = createSite({ limits });
  await site.start();
  await site.settled();
  await pool.query("UPDATE expiring SET expires_at = now()");
  assert.equal((await site.status()).body.started, false);
  assert.equal((await site.start()).status, 201);
  await site.settled();
  await pool.query("UPDATE expiring SET expires_at = now() WHERE key = 'service-1/global'");
  await limits.deleteExpired();
  const { rows } = await pool.query("SELECT key FROM expiring");
  assert.deepEqual(rows, [{ key: "service-1/user/user-1" }]);
});

test("transactions that cannot be serialized are conflicts", async (t) => {
  const { pool } = await connect(t, { options: "-c default_transaction_isolation=serializable" });
  const query = (text, values) => pool.query(text, values);
  const sites = Array.from({ length: 4 }, () => createSite({ limits: postgresLimits({ query }), serviceId: "serialized" }));
  await sites[0].start();
  const responses = await Promise.all(Array.from({ length: 40 }, (_, index) => sites[index % 4].verify("000000")));
  assert.deepEqual(responses.map(({ status }) => status).sort(), [...Array(5).fill(200), ...Array(35).fill(429)]);
});

test("a missing table or an unexpected result denies the request", async (t) => {
  const { pool, limits } = await connect(t, { table: "dropped" });
  await pool.query("DROP TABLE dropped");
  const broken = [limits, ...[undefined, {}, { rows: "none" }].map((result) => postgresLimits({ query: async () => result }))];
  for (const limits of broken) {
    const site = createSite({ limits });
    assert.equal((await site.start()).status, 503);
    assert.deepEqual(site.upstream.calls, []);
  }
});
