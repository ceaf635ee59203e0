import assert from "node:assert/strict";
import { test } from "node:test";
import { compareAndSwapLimits, denoKvLimits, postgresLimits, redisLimits } from "verigator/gateway";
import { apiError, createSite, rightPin } from "./site.mjs";

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

function withResolvers() {
  let resolve;
  const promise = new Promise((settle) => (resolve = settle));
  return { promise, resolve };
}

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
  assert.deepEqual(
    database.log.map((call) => Object.keys(call)[0]),
    ["read"],
  );
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
  const fail = async () => {
    throw new Error("down");
  };
  const throwSynchronously = () => {
    throw new Error("down");
  };
  const resolvingTo = (value) => async () => value;
  const broken = [
    ...[
      fail,
      throwSynchronously,
      resolvingTo(undefined),
      resolvingTo(7),
      resolvingTo({}),
      resolvingTo(new Uint8Array(1)),
    ].map((read) => ({ read })),
    ...[fail, throwSynchronously, resolvingTo(undefined), resolvingTo(1), resolvingTo("OK"), resolvingTo(null)].map(
      (replace) => ({ replace }),
    ),
  ];
  for (const methods of broken) {
    const site = createSite({ limits: compareAndSwapLimits(createDatabase(methods)) });
    const response = methods.read ? await site.status() : await site.start();
    assert.equal(response.status, 503, String(Object.entries(methods)));
    assert.deepEqual(site.upstream.calls, []);
  }
});

test("the error for a client that parses JSON says what to do", async () => {
  const site = createSite({ limits: compareAndSwapLimits(createDatabase({ read: async () => ({ user: 1 }) })) });
  await site.status();
  assert.match(
    site.errors[0].cause.message,
    /^expected read to resolve to a string or null, got object; .*automaticDeserialization: false/,
  );
});

test("a client that parses JSON gets no value that it could parse", async () => {
  const database = createDatabase();
  const { read } = database;
  database.read = async (key) => {
    const text = await read(key);
    try {
      return text && JSON.parse(text);
    } catch {
      return text;
    }
  };
  const sites = [1, 2].map(() => createSite({ limits: compareAndSwapLimits(database) }));
  assert.deepEqual(
    [(await sites[0].start("a")).status, (await sites[1].start("b")).status, (await sites[0].start("b")).status],
    [201, 201, 429],
  );
});

test("a read that hangs fails after timeoutMs and does not block later requests", async () => {
  const database = firstTimes(1, createDatabase(), "read", never);
  const site = createSite({ limits: compareAndSwapLimits(database, { timeoutMs: 20 }) });
  assert.equal((await site.status()).status, 503);
  assert.equal((await site.status()).status, 200);
});

test("a replace that hangs fails after timeoutMs and does not block later requests", async () => {
  const database = firstTimes(1, createDatabase(), "replace", never);
  const site = createSite({ limits: compareAndSwapLimits(database, { timeoutMs: 20 }) });
  assert.equal((await site.start()).status, 503);
  assert.deepEqual(site.upstream.calls, []);
  assert.equal((await site.start()).status, 201);
});

test("a request that timed out is not counted when the database responds later", async () => {
  const database = createDatabase();
  const [first, second] = [1, 2].map(() => createSite({ limits: compareAndSwapLimits(database, { timeoutMs: 20 }) }));
  await first.start();
  // The second process does not know the value, so it reads it.
  const { read } = database;
  let resolveRead;
  database.read = () => new Promise((resolve) => (resolveRead = resolve));
  assert.equal((await second.verify("000000")).status, 503);
  database.read = read;
  resolveRead(await read("service-1/user/user-1"));
  assert.equal((await second.status()).body.attemptsLeft, 5);
});

test("one replacement is all that a start of a known or of a new key needs, and nothing is read", async () => {
  const database = createDatabase();
  const site = createSite({ limits: compareAndSwapLimits(database), policy: { resendCooldownSeconds: [] } });
  const kinds = () =>
    database.log
      .splice(0)
      .map((call) => Object.values(call)[0].split("/").slice(1).join("/") + (call.read ? " read" : ""));
  for (let round = 0; round < 3; round += 1) {
    assert.equal((await site.start()).status, 201);
    assert.deepEqual(kinds(), ["user/user-1", "global"]);
  }
});

for (const repeated of [true, false]) {
  test(`a replacement whose success got lost ${repeated ? "and that the client repeats counts once" : "denies the request, and a repeated one counts once"}`, async () => {
    const database = createDatabase();
    const { replace } = database;
    let isLost = true;
    database.replace = async (...values) => {
      if (!isLost) return replace(...values);
      isLost = false;
      await replace(...values);
      if (repeated) return replace(...values);
      throw new Error("the connection broke");
    };
    const site = createSite({ limits: compareAndSwapLimits(database) });
    assert.equal((await site.start()).status, repeated ? 201 : 503);
    assert.equal(site.upstream.calls.length, repeated ? 1 : 0);
    assert.equal(repeated ? site.events[0].kind : site.events.at(-1).kind, repeated ? "sent" : "store_failed");
  });
}

test("a replacement whose success got lost counts once although another process has written in between", async () => {
  const database = createDatabase();
  const { replace } = database;
  const other = createSite({ limits: compareAndSwapLimits({ read: database.read, replace }) });
  let isLost = true;
  database.replace = async (key, ...values) => {
    if (!isLost || !key.endsWith("/global")) return replace(key, ...values);
    isLost = false;
    await replace(key, ...values);
    assert.equal((await other.start("other")).status, 201);
    return replace(key, ...values);
  };
  const policy = { sendsGlobal: { count: 3, seconds: 60 } };
  const site = createSite({ limits: compareAndSwapLimits(database), policy });
  assert.deepEqual(
    [(await site.start("a")).status, (await site.start("b")).status, (await site.start("c")).status],
    [201, 201, 429],
  );
});

test("refunds that are repeated, or whose success got lost, refund once", async () => {
  const database = createDatabase();
  const { replace } = database;
  const policy = { sendsGlobal: { count: 3, seconds: 60 } };
  const site = createSite({ limits: compareAndSwapLimits(database), policy });
  await site.start("a");
  await site.start("b");
  site.upstream.start = async () => {
    database.replace = async (...values) => {
      await replace(...values);
      database.replace = replace;
      throw new Error("the connection broke");
    };
    throw apiError("rate_limited", 429);
  };
  assert.equal((await site.start("c")).status, 429);
  site.upstream.start = async () => ({ method: "sms" });
  assert.deepEqual(
    [(await site.start("d")).status, (await site.start("e")).status],
    [201, 429],
    "one of three was refunded",
  );
});

test("a call that hangs is taken over by the next one of its key, without waiting for its time limit", async (t) => {
  const { promise, resolve: release } = withResolvers();
  const database = firstTimes(1, createDatabase(), "replace", () => promise);
  let now = 0;
  t.mock.method(performance, "now", () => now);
  const limits = compareAndSwapLimits(database, { timeoutMs: 60_000 });
  const site = createSite({ limits, timeoutMs: 120_000 });
  const hanging = site.start("hangs");
  await new Promise((resolve) => setImmediate(resolve));
  const waiting = site.start("hangs");
  await new Promise((resolve) => setImmediate(resolve));
  now += 300;
  const statuses = await Promise.all([waiting, site.start("hangs")]);
  assert.deepEqual(statuses.map(({ status }) => status).sort(), [201, 429]);
  release(false);
  assert.equal((await hanging).status, 429);
});

test("in a Worker no request waits for the promise of another one", async (t) => {
  Object.defineProperty(globalThis, "navigator", { value: { userAgent: "Cloudflare-Workers" }, configurable: true });
  t.after(() => delete globalThis.navigator);
  const { promise, resolve: release } = withResolvers();
  const database = firstTimes(1, createDatabase(), "replace", () => promise);
  const site = createSite({ limits: compareAndSwapLimits(database, { timeoutMs: 60_000 }), timeoutMs: 120_000 });
  const hanging = site.start("same");
  assert.equal((await site.start("same")).status, 201);
  release(false);
  assert.equal((await hanging).status, 429);
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
  const ttlMs = Object.fromEntries(
    database.log.filter((call) => call.replace).map(({ replace, ttlMs }) => [replace, ttlMs]),
  );
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
    [
      () => compareAndSwapLimits(database, { timeoutMs: 0 }),
      /timeoutMs: expected a whole number from 1 to 2147483647, got 0$/,
    ],
    [() => compareAndSwapLimits(database, { timeoutMs: "1000" }), /timeoutMs: .* got string$/],
    [() => compareAndSwapLimits(database, { timeoutMs: Infinity }), /timeoutMs: .* got Infinity$/],
    [
      () => compareAndSwapLimits(database, { maxConflicts: -1 }),
      /maxConflicts: expected a whole number from 0 to 10000, got -1$/,
    ],
    [
      () => compareAndSwapLimits(database, { timeOutMs: 1 }),
      /unknown option timeOutMs; expected timeoutMs, maxConflicts$/,
    ],
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
