import assert from "node:assert/strict";
import { test } from "node:test";
import { compareAndSwapLimits, denoKvLimits, postgresLimits, redisLimits } from "verigator/gateway";
import { createSite, rightPin } from "./site.mjs";

/** A database in this process, whose methods a test may replace. `log` has the calls. */
function createDatabase(methods) {
  const values = new Map();
  const log = [];
  const database = {
    values,
    log,
    async read(key) {
      log.push({ read: key });
      return values.get(key) ?? null;
    },
    async replace(key, expected, next, ttlMs) {
      log.push({ replace: key, ttlMs });
      if ((values.get(key) ?? null) !== expected) return false;
      values.set(key, next);
      return true;
    },
    ...methods,
  };
  return database;
}

/** Calls the database's own method so many times after the substitute's. */
function firstTimes(count, database, name, substitute) {
  const own = database[name];
  let calls = 0;
  database[name] = (...values) => ((calls += 1) > count ? own(...values) : substitute(...values));
  return database;
}

const count = (responses, status) => responses.filter((response) => response.status === status).length;
const pinAttempts = (site) => site.upstream.calls.filter(({ pin }) => pin).length;
const never = () => new Promise(() => {});

test("two processes that share a database share the limits", async () => {
  const database = createDatabase();
  const sites = [1, 2].map(() => createSite({ limits: compareAndSwapLimits(database) }));
  await sites[0].start();
  assert.equal((await sites[1].start()).status, 429);
  const responses = await Promise.all(Array.from({ length: 100 }, (_, index) => sites[index % 2].verify("000000")));
  assert.deepEqual([count(responses, 200), count(responses, 429)], [5, 95]);
  assert.equal(pinAttempts(sites[0]) + pinAttempts(sites[1]), 5);
});

test("concurrent requests with the same key share one read and one write, and denied requests are not written", async () => {
  const database = createDatabase();
  const site = createSite({ limits: compareAndSwapLimits(database) });
  await site.start();
  await site.settled();
  database.log.length = 0;
  await Promise.all(Array.from({ length: 100 }, () => site.verify("000000")));
  await site.settled();
  assert.ok(database.log.length <= 12, `${database.log.length} calls of the database`);
  database.log.length = 0;
  assert.equal((await site.verify("000000")).status, 429);
  assert.deepEqual(database.log.map((call) => Object.keys(call)[0]), ["read"]);
});

test("a replacement that conflicts with another process is computed again", async () => {
  const database = firstTimes(3, createDatabase(), "replace", async () => false);
  const site = createSite({ limits: compareAndSwapLimits(database, { maxConflicts: 3 }) });
  assert.equal((await site.start()).status, 201);
});

test("too many conflicts deny the request", async () => {
  const database = createDatabase({ replace: async () => false });
  const site = createSite({ limits: compareAndSwapLimits(database, { maxConflicts: 3 }) });
  assert.equal((await site.start()).status, 503);
  assert.deepEqual(site.upstream.calls, []);
});

test("a database that fails or returns an unexpected value denies the request", async () => {
  const fail = async () => { throw new Error("down"); };
  const throwSynchronously = () => { throw new Error("down"); };
  const resolvingTo = (value) => async () => value;
  const broken = [
    ...[fail, throwSynchronously, resolvingTo(undefined), resolvingTo(7), resolvingTo(new Uint8Array(1))].map((read) => ({ read })),
    ...[fail, throwSynchronously, resolvingTo(undefined), resolvingTo(1), resolvingTo("OK"), resolvingTo(null)].map((replace) => ({ replace })),
  ];
  for (const methods of broken) {
    const site = createSite({ limits: compareAndSwapLimits(createDatabase(methods)) });
    assert.equal((await site.start()).status, 503, String(Object.entries(methods)));
    assert.deepEqual(site.upstream.calls, []);
  }
});

for (const name of ["read", "replace"]) {
  test(`a ${name} that hangs fails after timeoutMs and does not block later requests`, async () => {
    const database = firstTimes(1, createDatabase(), name, never);
    const site = createSite({ limits: compareAndSwapLimits(database, { timeoutMs: 20 }) });
    assert.equal((await site.start()).status, 503);
    assert.deepEqual(site.upstream.calls, []);
    assert.equal((await site.start()).status, 201);
  });
}

test("a request that timed out is not counted when the database responds later", async () => {
  const database = createDatabase();
  const { read } = database;
  const site = createSite({ limits: compareAndSwapLimits(database, { timeoutMs: 20 }) });
  await site.start();
  let resolveRead;
  database.read = () => new Promise((resolve) => (resolveRead = resolve));
  assert.equal((await site.verify("000000")).status, 503);
  database.read = read;
  resolveRead(await read("service-1/user/user-1"));
  assert.equal((await site.status()).body.attemptsLeft, 5);
});

test("a replacement whose response is lost stays counted", async () => {
  const database = createDatabase();
  const { replace } = database;
  const site = createSite({ limits: compareAndSwapLimits(database) });
  await site.start();
  database.replace = async (...values) => {
    await replace(...values);
    throw new Error("the connection broke");
  };
  assert.equal((await site.verify("000000")).status, 503);
  database.replace = replace;
  assert.equal((await site.status()).body.attemptsLeft, 4);
});

test("a value is kept at least as long as it is needed", async () => {
  const database = createDatabase();
  const site = createSite({ limits: compareAndSwapLimits(database) });
  await site.start();
  const ttlMs = Object.fromEntries(database.log.filter((call) => call.replace).map(({ replace, ttlMs }) => [replace, ttlMs]));
  assert.ok(ttlMs["service-1/user/user-1"] >= 600_000);
  for (const value of Object.values(ttlMs)) assert.ok(Number.isInteger(value) && value > 0);
});

test("a state of another version denies the request", async () => {
  const database = createDatabase();
  const site = createSite({ limits: compareAndSwapLimits(database) });
  await site.start();
  database.values.set("service-1/user/user-1", "[99]");
  assert.equal((await site.verify(rightPin)).status, 503);
});

test("a database may be an instance of a class", async () => {
  class Database {
    #values = new Map();
    async read(key) {
      return this.#values.get(key) ?? null;
    }
    async replace(key, expected, next) {
      this.#values.set(key, next);
      return true;
    }
  }
  assert.equal((await createSite({ limits: compareAndSwapLimits(new Database()) }).start()).status, 201);
});

test("the error for an invalid option names it", () => {
  const database = createDatabase();
  const sendCommand = async () => null;
  const query = async () => ({ rows: [] });
  const kv = { get() {}, atomic() {} };
  for (const [create, message] of [
    [() => compareAndSwapLimits(), /^database: expected a function read/],
    [() => compareAndSwapLimits({ read: database.read }), /^database: expected a function replace, got undefined$/],
    [() => compareAndSwapLimits(database, { timeoutMs: 0 }), /timeoutMs: expected a whole number from 1 to 2147483647, got 0$/],
    [() => compareAndSwapLimits(database, { timeoutMs: "1000" }), /timeoutMs: .* got string$/],
    [() => compareAndSwapLimits(database, { timeoutMs: Infinity }), /timeoutMs: .* got Infinity$/],
    [() => compareAndSwapLimits(database, { maxConflicts: -1 }), /maxConflicts: expected a whole number from 0 to 10000, got -1$/],
    [() => compareAndSwapLimits(database, { timeOutMs: 1 }), /unknown option timeOutMs; expected timeoutMs, maxConflicts$/],
    [() => compareAndSwapLimits(database, null), /expected options as an object, got null$/],
    [() => redisLimits(), /^redisLimits: expected a function sendCommand/],
    [() => redisLimits({ sendCommand: "GET" }), /^redisLimits: expected a function sendCommand, got string$/],
    [() => redisLimits({ sendCommand, prefix: 7 }), /prefix: expected a string, got number$/],
    [() => redisLimits({ sendCommand, keyPrefix: "" }), /unknown option keyPrefix/],
    [() => postgresLimits({}), /^postgresLimits: expected a function query/],
    [() => postgresLimits({ query, table: "limits; DROP TABLE users" }), /table: expected a name of letters/],
    [() => postgresLimits({ query, table: 'a"b' }), /table: expected a name of letters/],
    [() => postgresLimits({ query, table: 7 }), /table: expected a name of letters/],
    [() => denoKvLimits({}), /^denoKvLimits: kv: expected a function get/],
    [() => denoKvLimits(kv, { timeoutMs: 1.5 }), /timeoutMs: .* got 1.5$/],
  ]) {
    assert.throws(create, (error) => error instanceof TypeError && message.test(error.message), String(create));
  }
});
