/** Limits in order: nobody's start costs another user theirs. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { memoryLimits } from "verigator/gateway";
import { testEach } from "./apis.mjs";
import { createSite, failWith, rightPin } from "./site.mjs";

/** A store that records the keys of its calls, and whose calls take turns with those of others. */
function createRecordingStore() {
  const store = memoryLimits();
  const keys = [];
  return {
    keys,
    async apply(key, event) {
      keys.push(key.slice(key.indexOf("/") + 1));
      await new Promise((resolve) => setImmediate(resolve));
      return store.apply(key, event);
    },
  };
}

const startFrom = (site, address, user, method = "sms") =>
  site.send("POST", { method }, { user, headers: { "x-address": address } });
const statuses = async (responses) => (await Promise.all(responses)).map(({ status }) => status);

testEach(
  "1,500 concurrent starts of one account take one send of the whole gateway's, and no honest start is denied",
  async () => {
    const limits = createRecordingStore();
    const site = createSite({ limits, policy: { sendsGlobal: { count: 50, seconds: 3600 } } });
    const flood = Array.from({ length: 1_500 }, () => startFrom(site, "192.0.2.1", "attacker"));
    const honest = await statuses(
      Array.from({ length: 40 }, (_, user) => startFrom(site, `198.51.100.${user}`, `user-${user}`)),
    );
    assert.deepEqual(honest, Array(40).fill(201));
    assert.equal((await statuses(flood)).filter((status) => status === 201).length, 1);
    assert.equal(limits.keys.filter((key) => key === "global").length, 41);
  },
);

testEach("an account in its cooldown writes nothing and reserves nothing that others share", async () => {
  const limits = createRecordingStore();
  const site = createSite({ limits, destination: () => "+3725555555" });
  await startFrom(site, "192.0.2.1", "a");
  limits.keys.length = 0;
  for (let round = 0; round < 100; round += 1)
    assert.equal((await startFrom(site, `192.0.2.${round}`, "a")).status, 429);
  assert.deepEqual([...new Set(limits.keys)], ["user/a"]);
});

testEach("accounts that their network denies take nothing of the whole gateway's", async () => {
  const limits = createRecordingStore();
  const site = createSite({ limits, policy: { sendsGlobal: { count: 20, seconds: 3600 } } });
  const responses = await statuses(
    Array.from({ length: 300 }, (_, user) => startFrom(site, "192.0.2.7", `account-${user}`)),
  );
  assert.equal(responses.filter((status) => status === 201).length, 10);
  assert.equal(limits.keys.filter((key) => key === "global").length, 10);
  assert.equal((await startFrom(site, "198.51.100.1", "honest")).status, 201);
});

testEach("a network of many sizes is a part of the whole gateway's budget", async () => {
  const site = createSite({ policy: { sendsGlobal: { count: 10_000, seconds: 3600 } } });
  const send = (address, index) => startFrom(site, address, `account-${index}`);
  const allowed = async (count, addressOf) =>
    (
      await statuses(Array.from({ length: count }, (_, index) => send(addressOf(index), `${addressOf(0)}-${index}`)))
    ).filter((status) => status === 201).length;
  assert.equal(await allowed(100, (index) => `2001:db8::${index.toString(16)}`), 10, "a /64");
  assert.equal(await allowed(400, (index) => `2001:db8:1:${(index % 256).toString(16)}::1`), 40, "a /56");
  assert.equal(
    await allowed(1_000, (index) =>
      `2001:db8:2:${index.toString(16)}00::1`.replace(/:([0-9a-f]{3,})00::/, (_, digits) => `:${digits.slice(-2)}00::`),
    ),
    160,
    "a /48",
  );
  assert.equal(await allowed(1_000, (index) => `203.0.113.${index % 256}`), 320, "an IPv4 /24");
});

testEach(
  "a denial by the whole gateway names a time that is true: while calls are under way, and once they are done",
  async () => {
    const limits = memoryLimits();
    const site = createSite({ limits, policy: { sendsGlobal: { count: 2, seconds: 3600 } } });
    const fail = [];
    site.upstream.start = () => new Promise((resolve, reject) => fail.push(() => reject(failWith(429))));
    const pendingStarts = ["a", "b"].map((user) => site.start(user));
    while (fail.length < 2) await new Promise((resolve) => setImmediate(resolve));
    const denied = await site.start("c");
    assert.deepEqual([denied.status, denied.headers.get("retry-after")], [429, "15"]);
    for (const refuse of fail) refuse();
    await Promise.all(pendingStarts);
    site.upstream.start = async () => ({ method: "sms" });
    assert.deepEqual(await statuses([site.start("c"), site.start("d")]), [201, 201]);
    site.clock.now += 1_000;
    const full = await site.start("e");
    assert.deepEqual([full.status, full.headers.get("retry-after")], [429, "3599"]);
  },
);

testEach("sends to one destination are limited, whoever asks for them, and the store does not learn it", async () => {
  const limits = createRecordingStore();
  const numbers = { a: "+3725555555", b: "+3725555555", other: "+3725555556" };
  const site = createSite({
    limits,
    destination: async (userId) => numbers[userId[0]] ?? numbers.other,
    policy: { sendsPerDestination: { count: 3, seconds: 3600 } },
  });
  assert.deepEqual(await statuses(["a-1", "b-1", "a-2"].map((user) => site.start(user))), [201, 201, 201]);
  const denied = await site.start("b-2");
  assert.equal(denied.status, 429);
  assert.deepEqual(site.events.at(-1), {
    kind: "limited",
    userId: "b-2",
    detail: "sendsPerDestination",
    retryAfterMs: 3_600_000,
  });
  assert.equal((await site.start("c-1")).status, 201);
  assert.doesNotMatch(limits.keys.join(), /5555/);
  assert.equal(new Set(limits.keys.filter((key) => key.startsWith("destination/"))).size, 2);
});

test("a user without a destination has no such limit", async () => {
  for (const none of [null, undefined]) {
    const site = createSite({ destination: () => none, policy: { sendsPerDestination: { count: 1, seconds: 3600 } } });
    assert.deepEqual(await statuses(["a", "b", "c"].map((user) => site.start(user))), [201, 201, 201]);
  }
});

/** A site whose users have all started. */
async function createStartedSite(users, options) {
  const site = createSite({ ...options, policy: { sendsGlobal: { count: 100_000, seconds: 60 }, ...options?.policy } });
  for (const user of users) await site.start(user);
  return site;
}

const verifyFrom = (site, address, user, pin = "000000") =>
  site.send("PUT", { token: pin }, { user, headers: { "x-address": address } });

testEach("one wrong PIN for each of 600 users from one /48 is braked, and others are not", async () => {
  const users = Array.from({ length: 600 }, (_, index) => `user-${index}`);
  const site = await createStartedSite([...users, "honest"]);
  const responses = await statuses(
    users.map((user, index) => verifyFrom(site, `2001:db8:0:${index.toString(16)}::1`, user)),
  );
  const checked = responses.filter((status) => status === 200).length;
  assert.ok(checked <= 30 * 16, `${checked} PINs were checked`);
  assert.equal(site.events.find(({ detail }) => detail === "failedPinsPerAddress").kind, "limited");
  assert.equal((await verifyFrom(site, "198.51.100.1", "honest", rightPin)).body.verified, true);
});

testEach("right PINs do not count for their network, and a refused one is refunded to its user", async () => {
  const users = Array.from({ length: 9 }, (_, index) => `user-${index}`);
  const site = await createStartedSite(users, { policy: { failedPinsPerAddress: { count: 2, seconds: 60 } } });
  for (const user of users.slice(0, 4))
    assert.equal((await verifyFrom(site, "192.0.2.1", user, rightPin)).body.verified, true);
  assert.deepEqual(
    await statuses(["user-5", "user-6", "user-7"].map((user) => verifyFrom(site, "192.0.2.1", user))),
    [200, 200, 429],
  );
  assert.equal((await site.status("user-7")).body.attemptsLeft, 5);
  site.clock.now += 60_000;
  assert.equal((await verifyFrom(site, "192.0.2.1", "user-8", rightPin)).body.verified, true);
});

testEach("many wrong PINs of all users together are one event, until they are fewer", async () => {
  const users = Array.from({ length: 12 }, (_, index) => `user-${index}`);
  const site = await createStartedSite(users, { policy: { failedPinsReported: { count: 5, seconds: 60 } } });
  const guess = async () => {
    for (const user of users) await verifyFrom(site, `192.0.2.${users.indexOf(user)}`, user);
    await site.settled();
    return site.events
      .filter(({ kind, detail }) => kind === "limited" && detail === "failedPinsReported")
      .map(({ userId }) => userId);
  };
  assert.deepEqual(await guess(), [undefined]);
  assert.deepEqual(await guess(), [undefined]);
  site.clock.now += 61_000;
  assert.deepEqual(await guess(), [undefined, undefined]);
});

testEach("of 300 wrong PINs at once, from 300 addresses, at most 5 reach the API", async () => {
  const site = await createStartedSite(["a"]);
  await Promise.all(
    Array.from({ length: 300 }, (_, index) => verifyFrom(site, `198.51.${index >> 8}.${index & 255}`, "a")),
  );
  assert.equal(site.upstream.calls.filter(({ pin }) => pin).length, 5);
});

testEach("a page may send its PIN by POST or PUT, and a start only by POST", async () => {
  const site = createSite();
  assert.equal((await site.send("PUT", { method: "sms" })).status, 422);
  assert.equal((await site.send("POST", { method: "sms", token: "a challenge's" })).status, 201);
  assert.equal((await site.send("PUT", { token: "000000" })).body.attemptsLeft, 4);
  assert.equal((await site.send("POST", { token: "000000" })).body.attemptsLeft, 3);
  assert.equal((await site.send("POST", { token: rightPin })).body.verified, true);
});

testEach("two servers whose clocks differ pass no limit, and one of them says so once", async () => {
  for (const differenceMs of [0, 60_000, 1_300_000, 3_600_000, 90_000_000]) {
    const limits = memoryLimits();
    const sites = [0, differenceMs].map((ms) => {
      const site = createSite({ limits });
      site.clock.now += ms;
      return site;
    });
    let sends = 0;
    for (let turn = 0; turn < 720; turn += 1) {
      sends += Number((await sites[turn % 2].start()).status === 201);
      for (const site of sites) site.clock.now += 5_000;
    }
    assert.ok(sends <= 18 + 3, `${sends} sends in an hour, ${differenceMs} ms apart`);
    const warnings = sites.flatMap(({ errors }) => errors.map(({ message }) => message));
    assert.equal(warnings.length, differenceMs === 0 ? 0 : 1, warnings.join());
    if (differenceMs > 0) assert.match(warnings[0], /^now: the clock of this process is \d+ s behind/);
  }
});
