import assert from "node:assert/strict";
import { test } from "node:test";
import { setImmediate } from "node:timers/promises";
import { durableLimits, memoryLimits, VerigatorLimits } from "verigator/gateway";
import { createSite, rightPin } from "./site.mjs";

test("a store that fails denies every request", async () => {
  for (const apply of [
    async () => {
      throw new Error("down");
    },
    () => {
      throw new Error("down at once");
    },
    async () => undefined,
    async () => "not a decision",
    async () => ({}),
  ]) {
    const site = createSite({ limits: { apply } });
    for (const response of [await site.start(), await site.verify(rightPin), await site.status()])
      assert.equal(response.status, 503);
    assert.equal(site.upstream.calls.length, 0);
  }
});

test("a store that fails for the second key sends nothing, and the first key is refunded", async () => {
  const store = memoryLimits();
  let isDown = true;
  const apply = (key, event) =>
    isDown && key.endsWith("/global") ? Promise.reject(new Error("down")) : store.apply(key, event);
  const site = createSite({ limits: { apply } });
  assert.equal((await site.start()).status, 503);
  assert.equal(site.upstream.calls.length, 0);
  isDown = false;
  assert.equal((await site.start()).status, 201);
});

test("a store that hangs results in a 503 after timeoutMs, and the API is not called", async () => {
  const site = createSite({ limits: { apply: () => new Promise(() => {}) }, timeoutMs: 20 });
  for (const response of [await site.start(), await site.verify(rightPin), await site.status()])
    assert.equal(response.status, 503);
  assert.equal(site.upstream.calls.length, 0);
  assert.match(site.errors[0].message, /did not respond within 20 ms/);
  assert.equal(site.events[0].kind, "store_failed");
});

/** A memory store that fails while `isDown`, which a test may set after the reservation of a PIN. */
function createFragileStore() {
  const store = memoryLimits();
  const fragile = {
    isDown: false,
    calls: 0,
    async apply(key, event) {
      fragile.calls += 1;
      if (fragile.isDown) throw new Error("down");
      return store.apply(key, event);
    },
  };
  return fragile;
}

test("a right PIN is accepted although the store fails, and reported", async () => {
  const store = createFragileStore();
  const site = createSite({ limits: store });
  await site.start();
  site.upstream.verify = async () => ((store.isDown = true), { verified: true, method: "sms" });
  assert.equal((await site.verify(rightPin)).body.verified, true);
  assert.deepEqual(
    site.errors.map(({ name }) => name),
    ["StoreError"],
  );
  assert.deepEqual(
    site.events.map(({ kind }) => kind),
    ["sent", "store_failed", "verified"],
  );
});

test("a right PIN is settled again when the store fails once", async () => {
  const store = createFragileStore();
  const site = createSite({ limits: store });
  await site.start();
  site.upstream.verify = async () => {
    store.isDown = true;
    setTimeout(() => (store.isDown = false), 10);
    return { verified: true, method: "sms" };
  };
  assert.equal((await site.verify(rightPin)).body.verified, true);
  assert.equal((await site.status()).body.verified, true);
  assert.deepEqual(site.errors, []);
});

test("a store that hangs after a right PIN is not called again while the page waits, however exact the timers are", async (t) => {
  const store = createFragileStore();
  let isHanging = false;
  const limits = {
    apply: (key, event) => (isHanging ? ((store.calls += 1), new Promise(() => {})) : store.apply(key, event)),
  };
  const site = createSite({ limits, timeoutMs: 30 });
  await site.start();
  await site.settled();
  site.upstream.verify = async () => ((isHanging = true), (store.calls = 0), { verified: true, method: "sms" });
  // The clock stands still, so each timer fires before its time has passed.
  t.mock.timers.enable({ apis: ["setTimeout"] });
  t.mock.method(performance, "now", () => 0);
  const response = site.verify(rightPin);
  while ((await Promise.race([response, setImmediate()])) === undefined) t.mock.timers.tick(50);
  assert.equal((await response).body.verified, true);
  assert.equal(store.calls, 1);
});

test("11 right PINs whose settlement fails do not lock the user out", async () => {
  const store = createFragileStore();
  const site = createSite({ limits: store, policy: { sendsPerUser: { count: 100, seconds: 600 } } });
  site.upstream.verify = async () => ((store.isDown = true), { verified: true, method: "sms" });
  for (let login = 0; login < 11; login += 1) {
    store.isDown = false;
    assert.equal((await site.start()).status, 201);
    assert.equal((await site.verify(rightPin)).body.verified, true);
  }
  store.isDown = false;
  assert.equal((await site.status()).body.verified, true);
  assert.equal((await site.gateway.status("user-1")).lockedUntil, undefined);
  assert.equal(site.upstream.calls.filter(({ pin }) => pin).length, 11, "none of them was a decoy");
});

test("the memory store keeps as many keys as its capacity", async () => {
  const site = createSite({ limits: memoryLimits({ capacity: 3 }) });
  for (const user of ["a", "b", "c"]) await site.start(user);
  assert.equal((await site.start("c")).status, 429);
  assert.equal((await site.start("a")).status, 201, "the least recently used key was deleted");
});

test("a full memory store deletes addresses first, then users, then locked-out users, and never the global limit", async () => {
  const policy = {
    lockout: { failures: 1, seconds: 3600 },
    resendCooldownSeconds: [],
    sendsGlobal: { count: 40, seconds: 60 },
  };
  const site = createSite({ limits: memoryLimits({ capacity: 10 }), policy });
  await site.start("locked");
  for (let attempt = 0; attempt < 5; attempt += 1) await site.verify("000000", "locked");
  const start = (user, address) => site.send("POST", { method: "sms" }, { user, headers: { "x-address": address } });
  for (let index = 0; index < 50; index += 1) await start(index < 8 ? `user-${index}` : "user-0", `192.0.2.${index}`);
  assert.equal((await site.status("user-0")).body.started, true, "addresses go before users");
  for (let index = 0; index < 30; index += 1) await site.start(`other-${index}`);
  assert.ok((await site.gateway.status("locked")).lockedUntil, "users go before locked-out users");
  assert.equal((await site.start("one-more")).status, 429, "the global limit still counts");
});

test("durableLimits throws for a binding that does not exist", () => {
  for (const namespace of [undefined, null, {}, "LIMITS"])
    assert.throws(
      () => durableLimits(namespace),
      /^TypeError: durableLimits: the Durable Object namespace: expected a function idFromName/,
    );
});

test("memoryLimits throws for an invalid capacity and for unknown options", () => {
  for (const options of [
    { capacity: 0 },
    { capacity: -1 },
    { capacity: 1.5 },
    { capacity: NaN },
    { capacity: Infinity },
    { capacity: "5" },
    { capacity: null },
    { size: 5 },
    5,
    null,
  ]) {
    assert.throws(() => memoryLimits(options), TypeError, JSON.stringify(options));
  }
});

test("stores of one name are one store, so copies of the module count together", async () => {
  const name = "shop";
  const sites = [1, 2].map(() => createSite({ limits: memoryLimits({ name }) }));
  assert.deepEqual([(await sites[0].start()).status, (await sites[1].start()).status], [201, 429]);
  assert.equal((await createSite({ limits: memoryLimits({ name: "another shop" }) }).start()).status, 201);
  assert.equal((await createSite({ limits: memoryLimits() }).start()).status, 201);
  assert.throws(() => memoryLimits({ name: 7 }), {
    name: "TypeError",
    message: /^name: expected a string, got number$/,
  });
});

/** Emulates the storage of Durable Objects. */
function createNamespace() {
  const objects = new Map();
  const open = () => {
    const values = new Map();
    const writes = [];
    const kv = {
      get: (key) => values.get(key),
      put: (key, value) => writes.push(key) && values.set(key, value),
      delete: (key) => writes.push(`-${key}`) && values.delete(key),
      list: () => values.entries(),
    };
    const storage = {
      kv,
      values,
      writes,
      alarm: null,
      getAlarm: async () => storage.alarm,
      setAlarm: async (time) => writes.push("alarm") && (storage.alarm = time),
      deleteAll: async () => writes.push("all") && values.clear(),
    };
    return { storage, object: new VerigatorLimits({ storage }) };
  };
  return {
    objects,
    idFromName: (name) => name,
    get(name) {
      if (!objects.has(name)) objects.set(name, open());
      return { fetch: (url, init) => objects.get(name).object.fetch(new Request(url, init)) };
    },
    only: () => [...objects.values()][0],
  };
}

const oneObject = (namespace) => createSite({ limits: durableLimits(namespace, { objects: 1 }), now: undefined });

test("Durable Objects have the limits of any other store", async () => {
  const namespace = createNamespace();
  const site = createSite({ limits: durableLimits(namespace) });
  await site.start();
  await Promise.all(Array.from({ length: 20 }, () => site.verify("000000")));
  assert.equal(site.upstream.calls.filter(({ pin }) => pin).length, 5);
});

test("keys share as many Durable Objects as the option says, and each has its own", async () => {
  for (const objects of [undefined, 1, 7]) {
    const namespace = createNamespace();
    const site = createSite({ limits: durableLimits(namespace, { objects }) });
    for (let user = 0; user < 300; user += 1) await site.start(`user-${user}`);
    for (let user = 0; user < 300; user += 1) assert.equal((await site.start(`user-${user}`)).status, 429);
    const count = objects ?? 64;
    assert.equal(namespace.objects.size, count);
    assert.ok([...namespace.objects.keys()].every((name) => name.endsWith(`-of-${count}`)));
    const sizes = [...namespace.objects.values()].map(({ storage }) => storage.values.size);
    assert.ok(Math.max(...sizes) < (301 / count) * 3 + 5, `${sizes}`);
  }
  for (const objects of [0, 1.5, 10_001, "7"])
    assert.throws(
      () => durableLimits(createNamespace(), { objects }),
      /^TypeError: durableLimits: objects: expected a whole number from 1 to 10000/,
    );
});

test("a Durable Object writes one row for each event that changes something, which Cloudflare bills, and an alarm with the first", async () => {
  const namespace = createNamespace();
  const site = oneObject(namespace);
  await site.status();
  const { writes } = namespace.only().storage;
  assert.deepEqual(writes, [], "a user without a start has nothing to store");
  await site.start();
  assert.deepEqual(writes.splice(0), ["service-1/user/user-1", "alarm", "service-1/global"]);
  await site.start();
  assert.deepEqual(writes.splice(0), [], "a denied start");
  await site.verify("000000");
  await site.settled();
  assert.deepEqual(
    writes,
    ["service-1/user/user-1", "service-1/user/user-1", "service-1/failed-pins"],
    "reserved and settled",
  );
});

test("the alarm of a Durable Object deletes expired states and nothing else", async () => {
  const namespace = createNamespace();
  const site = oneObject(namespace);
  await site.start();
  const { storage, object } = namespace.only();
  assert.ok(Math.abs(storage.alarm - Date.now() - 3_600_000) < 60_000, "an hour by the object's own clock");
  storage.kv.put("service-1/user/user-1", { ...storage.kv.get("service-1/user/user-1"), forgetAt: Date.now() });
  storage.alarm = null;
  await object.alarm();
  assert.deepEqual([...storage.values.keys()], ["service-1/global"]);
  assert.notEqual(storage.alarm, null);
  storage.kv.put("service-1/global", { ...storage.kv.get("service-1/global"), forgetAt: Date.now() });
  await object.alarm();
  assert.equal(storage.values.size, 0);
  await site.start("another");
  assert.ok(storage.values.size > 0);
});

test("a Durable Object counts by its own clock, whatever that of the gateway", async (t) => {
  const namespace = createNamespace();
  let now = 1_763_880_000_000;
  t.mock.method(Date, "now", () => now);
  const slow = createSite({ limits: durableLimits(namespace), now: undefined });
  await slow.start();
  now += 3_600_000;
  assert.equal((await slow.start()).status, 201);
  const { resendAt } = (await slow.status()).body;
  assert.equal(resendAt, new Date(now + 30_000).toISOString());
});

test("a Durable Object with a state of another version fails, and the gateway responds with 503", async () => {
  const namespace = createNamespace();
  const site = oneObject(namespace);
  await site.start();
  namespace.only().storage.kv.put("service-1/user/user-1", { state: "[99]", forgetAt: Infinity });
  assert.equal((await site.verify(rightPin)).status, 503);
});
