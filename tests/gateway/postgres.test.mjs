import assert from "node:assert/strict";
import { after, describe, test } from "node:test";
import pg from "pg";
import { postgresLimits } from "verigator/gateway";
import { createSite } from "./site.mjs";
import { openPgbouncer, openPostgres } from "./stores/postgres-server.mjs";
import { testManyProcesses, testServerGone, testSharedLimits } from "./stores/shared-limits.mjs";

const server = await openPostgres(after);
const administrator = new pg.Client(server.url);
await administrator.connect();
await administrator.query(postgresLimits({ query: administrator.query }).createTable);
await administrator.end();

for (const client of ["pg", "postgres"]) {
  testSharedLimits(client, server.url);
  testServerGone(client, server);
}
testSharedLimits("Bun's SQL", server.url);

describe("behind pgbouncer in transaction mode", async () => {
  const { url } = await openPgbouncer(after, server.url);
  for (const client of ["pg", "postgres without prepared statements"]) testSharedLimits(client, url);
});

testManyProcesses("pg", server.url);

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
  const { rows } = await pool.query(
    "SELECT key, expires_at > now() + interval '590 s' AS active FROM public.\"Second_Factor\" ORDER BY key",
  );
  assert.deepEqual(rows, [
    { key: "service-1/global", active: true },
    { key: "service-1/user/user-1", active: true },
  ]);
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

for (const isolation of ["serializable", "repeatable read"]) {
  test(`transactions that ${isolation} lets fail are conflicts, whichever statement and by whichever property`, async (t) => {
    const { pool } = await connect(t, { options: `-c default_transaction_isolation=${isolation.replace(" ", "\\ ")}` });
    const asBun = (error) =>
      Object.assign(new Error(error.message), { code: "ERR_POSTGRES_SERVER_ERROR", errno: error.code });
    const queries = [
      (text, values) => pool.query(text, values),
      (text, values) => pool.query(text, values).catch((error) => Promise.reject(asBun(error))),
    ];
    const serviceId = isolation.replace(" ", "-");
    const sites = Array.from({ length: 4 }, (_, index) =>
      createSite({ limits: postgresLimits({ query: queries[index % 2] }), serviceId }),
    );
    const started = await Promise.all(
      Array.from({ length: 40 }, (_, index) => sites[index % 4].start(`user-${index}`)),
    );
    assert.deepEqual(
      started.map(({ status }) => status),
      Array(40).fill(201),
    );
    const responses = await Promise.all(
      Array.from({ length: 40 }, (_, index) => sites[index % 4].verify("000000", "user-0")),
    );
    assert.deepEqual(responses.map(({ status }) => status).sort(), [...Array(5).fill(200), ...Array(35).fill(429)]);
  });
}

test("a conflict of any statement is tried again, and too many deny the request", async (t) => {
  const { pool } = await connect(t);
  for (const [conflicts, status] of [
    [3, 201],
    [99, 503],
  ]) {
    let left = conflicts;
    const query = async (text, values) => {
      if ((left -= 1) >= 0) throw Object.assign(new Error("could not serialize access"), { code: "40001" });
      return pool.query(text, values);
    };
    const site = createSite({
      limits: postgresLimits({ query, maxConflicts: 5 }),
      serviceId: `conflicts-${conflicts}`,
    });
    assert.equal((await site.start()).status, status);
    if (status === 503) assert.match(site.errors[0].cause.message, /raise the store's option maxConflicts$/);
  }
});

test("a call is one statement, as long as the key is new or nobody else has written to it", async (t) => {
  const { pool } = await connect(t);
  const statements = [];
  const query = (text, values) => (statements.push(text), pool.query(text, values));
  const site = createSite({
    limits: postgresLimits({ query }),
    serviceId: "counted",
    policy: { resendCooldownSeconds: [] },
  });
  for (let round = 0; round < 3; round += 1) {
    assert.equal((await site.start()).status, 201);
    assert.equal(statements.splice(0).length, 2);
  }
});

test("the server's clock counts, whatever that of the process", async (t) => {
  const { limits } = await connect(t);
  const realNow = Date.now;
  for (const [index, aheadMs] of [0, 1_300_000, -1_300_000].entries()) {
    const mocked = t.mock.method(Date, "now", () => realNow() + aheadMs);
    const response = await createSite({ limits, now: undefined, serviceId: "clocks" }).start();
    mocked.mock.restore();
    assert.equal(response.status, index === 0 ? 201 : 429, `${aheadMs} ms ahead`);
  }
});

test("a missing table or an unexpected result denies the request", async (t) => {
  const { pool, limits } = await connect(t, { table: "dropped" });
  await pool.query("DROP TABLE dropped");
  const broken = [
    limits,
    ...[undefined, {}, { rows: "none" }].map((result) => postgresLimits({ query: async () => result })),
  ];
  for (const limits of broken) {
    const site = createSite({ limits });
    assert.equal((await site.start()).status, 503);
    assert.deepEqual(site.upstream.calls, []);
  }
});
