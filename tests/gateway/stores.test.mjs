import assert from "node:assert/strict";
import { test } from "node:test";
import { durableLimits, memoryLimits, VerigatorLimits } from "verigator/gateway";
import { createSite, rightPin } from "./site.mjs";

test("a store that fails lets nothing through", async () => {
  for (const apply of [
    async () => { throw new Error("down"); },
    () => { throw new Error("down at once"); },
    async () => undefined,
    async () => "not a decision",
    async () => ({}),
  ]) {
    const site = createSite({ limits: { apply } });
    for (const response of [await site.start(), await site.verify(rightPin), await site.status()]) assert.equal(response.status, 503);
    assert.equal(site.upstream.calls.length, 0);
  }
});

test("a store that fails for the second key sends nothing, and the first key is refunded", async () => {
  const store = memoryLimits();
  let isDown = true;
  const apply = (key, event) => (isDown && key.endsWith("/global") ? Promise.reject(new Error("down")) : store.apply(key, event));
  const site = createSite({ limits: { apply } });
  assert.equal((await site.start()).status, 503);
  assert.equal(site.upstream.calls.length, 0);
  isDown = false;
  assert.equal((await site.start()).status, 201);
});

test("a store that fails after a PIN was counted does not reject the right PIN", async () => {
  const store = memoryLimits();
  let calls = 0;
  const apply = (key, event) => ((calls += 1) > 5 ? Promise.reject(new Error("down")) : store.apply(key, event));
  const site = createSite({ limits: { apply } });
  await site.start();
  calls = 4;
  assert.equal((await site.verify(rightPin)).body.verified, true);
});

test("the memory store keeps as many keys as its capacity", async () => {
  const site = createSite({ limits: memoryLimits({ capacity: 3 }) });
  for (const user of ["a", "b", "c"]) await site.start(user);
  assert.equal((await site.start("c")).status, 429);
  assert.equal((await site.start("a")).status, 201, "the least recently used key was deleted");
});

/** Emulates the storage of Durable Objects. */
function createNamespace() {
  const objects = new Map();
  const open = () => {
    const values = new Map();
    const kv = { get: (key) => values.get(key), put: (key, value) => values.set(key, value) };
    const storage = { kv, values, setAlarm: async (time) => { storage.alarm = time; }, deleteAll: async () => values.clear() };
    return { storage, object: new VerigatorLimits({ storage }) };
  };
  return {
    objects,
    idFromName: (name) => name,
    get(name) {
      if (!objects.has(name)) objects.set(name, open());
      return { fetch: (url, init) => objects.get(name).object.fetch(new Request(url, init)) };
    },
  };
}

test("Durable Objects hold one key each, with the limits of any other store", async () => {
  const namespace = createNamespace();
  const site = createSite({ limits: durableLimits(namespace) });
  await site.start();
  await Promise.all(Array.from({ length: 20 }, () => site.verify("000000")));
  assert.equal(site.upstream.calls.filter(({ pin }) => pin).length, 5);
  assert.deepEqual([...namespace.objects.keys()], ["service-1/user/user-1", "service-1/global"]);
});

test("the alarm of a Durable Object deletes expired state and nothing else", async () => {
  const namespace = createNamespace();
  const site = createSite({ limits: durableLimits(namespace) });
  await site.start();
  const { storage, object } = namespace.objects.get("service-1/global");
  assert.ok(Math.abs(storage.alarm - Date.now() - 3_600_000) < 60_000, "an hour by the object's own clock");
  await object.alarm();
  assert.ok(storage.values.size > 0);
  storage.kv.put("forgetAt", Date.now());
  await object.alarm();
  assert.equal(storage.values.size, 0);
});

test("a Durable Object with a state of another version fails, and the gateway responds with 503", async () => {
  const namespace = createNamespace();
  const site = createSite({ limits: durableLimits(namespace) });
  await site.start();
  namespace.objects.get("service-1/user/user-1").storage.kv.put("state", "[99]");
  assert.equal((await site.verify(rightPin)).status, 503);
});
