import assert from "node:assert/strict";
import { testEach } from "./apis.mjs";
import { createSite, failWith, rightPin } from "./site.mjs";

const policy = {
  lockout: { failures: 1, seconds: 3600 },
  resendCooldownSeconds: [],
  sendsPerUser: { count: 100, seconds: 600 },
};

/** A gateway with two users who made the same requests. One is locked out, the other was unlocked by the operator. */
async function createSiteWithLockedUser(options) {
  const site = createSite({ ...options, policy: { ...policy, ...options?.policy } });
  for (const user of ["locked", "other"]) {
    await site.start(user);
    for (let attempt = 0; attempt < 5; attempt += 1) await site.verify("000000", user);
    assert.ok((await site.gateway.status(user)).lockedUntil);
  }
  await site.gateway.unlock("other");
  site.calls = () => site.upstream.calls.filter(({ userId }) => userId === "locked").length;
  return site;
}

/** Asserts that both users get the same responses; the request of the other user is sent first, so that it shows the state of the API. */
async function assertSame(site, ...request) {
  const other = await site.send(...request, { user: "other" });
  const locked = await site.send(...request, { user: "locked" });
  assert.deepEqual([locked.status, locked.text, [...locked.headers]], [other.status, other.text, [...other.headers]]);
  return other;
}

const sms = { method: "sms" };

testEach(
  "a decoy response looks like any other response to a start or PIN, during the cooldown and after expiry",
  async () => {
    const site = await createSiteWithLockedUser({
      policy: { resendCooldownSeconds: [30], authenticationSeconds: 3600 },
    });
    site.clock.now += 60_000;
    const sent = site.calls();
    assert.equal((await assertSame(site, "POST", sms)).status, 201);
    assert.equal((await assertSame(site, "POST", sms)).status, 429);
    assert.equal((await assertSame(site, "PUT", { token: "000000" })).body.status.result, "INVALID");
    site.upstream.verify = async () => ({ verified: false, method: "sms", reason: "expired" });
    site.clock.now += 700_000;
    await assertSame(site, "PUT", { token: "000000" });
    site.upstream.verify = async () => ({ verified: false, method: "sms", reason: "throttled" });
    await assertSame(site, "PUT", { token: "000000" });
    assert.equal(site.calls(), sent);
  },
);

testEach("a decoy fails while the API fails, and counts like any other failed call", async () => {
  for (const failure of [500, 503, 429, 401, "timeout", "connection"]) {
    const site = await createSiteWithLockedUser();
    site.upstream.start = site.upstream.verify = async () => {
      throw failWith(failure);
    };
    const { status } = await assertSame(site, "POST", sms);
    assert.ok(status >= 429, `${failure}: ${status}`);
    await assertSame(site, "GET", undefined);
    await assertSame(site, "PUT", { token: "000000" });
    await assertSame(site, "GET", undefined);
  }
});

testEach("a decoy fails while the API fails, even if the gateway makes no other calls", async () => {
  const site = await createSiteWithLockedUser();
  const sent = site.calls();
  for (const [failure, status] of [
    [503, 503],
    [401, 502],
    ["timeout", 504],
  ]) {
    site.upstream.getService = async () => {
      throw failWith(failure);
    };
    assert.equal((await site.start("locked")).status, status);
  }
  site.upstream.getService = async () => ({});
  assert.equal((await site.start("locked")).status, 201);
  assert.equal(site.calls(), sent);
});

testEach("decoys do not count towards the global limit, and are denied by it like any other start", async () => {
  const site = await createSiteWithLockedUser({ policy: { sendsGlobal: { count: 4, seconds: 60 } } });
  for (let round = 0; round < 2; round += 1) assert.equal((await site.start("locked")).status, 201);
  assert.equal((await site.start("a")).status, 201);
  assert.equal((await site.start("b")).status, 201);
  const denied = await site.start("c");
  assert.deepEqual([denied.status, denied.body.message], [429, "too many sends, try again later"]);
  site.clock.now += 60_000;
  assert.equal((await site.start("c")).status, 201);
});

testEach("decoys count towards the limit of their address, since the caller could notice a difference", async () => {
  const site = await createSiteWithLockedUser({ policy: { sendsPerAddress: { count: 2, seconds: 60 } } });
  const start = (user) => site.send("POST", sms, { user, headers: { "x-address": "192.0.2.1" } });
  assert.deepEqual(
    [(await start("locked")).status, (await start("a")).status, (await start("b")).status],
    [201, 201, 429],
  );
});

testEach("one wrong PIN an hour does not keep a user locked out", async () => {
  const site = createSite({ policy: { ...policy, lockout: { failures: 2, seconds: 3600 } } });
  const fail = async () => {
    await site.start();
    await site.verify("000000");
    await site.start();
  };
  await fail();
  await fail();
  for (let hour = 0; hour < 12; hour += 1) {
    site.clock.now += 3_600_000;
    await fail();
    site.clock.now += 60_000;
    assert.equal((await site.gateway.status("user-1")).lockedUntil, undefined, `hour ${hour}`);
  }
  assert.equal((await site.start()).status, 201);
  assert.equal((await site.verify(rightPin)).body.verified, true);
});

testEach("the operator sees a lockout and can end it, and the page does not see it", async () => {
  const site = await createSiteWithLockedUser();
  const { lockedUntil, ...rest } = await site.gateway.status("locked");
  assert.deepEqual(lockedUntil, new Date(site.clock.now + 3_600_000));
  assert.deepEqual([rest.started, rest.method, rest.attemptsLeft, rest.verified], [true, "sms", 0, false]);
  assert.ok(rest.resendAt instanceof Date && rest.expiresAt instanceof Date);
  assert.doesNotMatch((await site.status("locked")).text, /lock/);
  await site.gateway.unlock("locked");
  assert.equal((await site.gateway.status("locked")).lockedUntil, undefined);
  await site.start("locked");
  assert.equal((await site.verify(rightPin, "locked")).body.verified, true);
  assert.deepEqual(
    site.events.filter(({ kind, userId }) => kind.endsWith("locked") && userId === "locked"),
    [
      { kind: "locked", userId: "locked", retryAfterMs: 3_600_000 },
      { kind: "unlocked", userId: "locked" },
    ],
  );
});

testEach("status and unlock reject for an invalid user id and when the store fails", async () => {
  const site = createSite();
  for (const id of ["", "a\nb", undefined, 7]) await assert.rejects(site.gateway.status(id), TypeError);
  const broken = createSite({
    limits: {
      apply: async () => {
        throw new Error("down");
      },
    },
  });
  await assert.rejects(broken.gateway.status("user-1"), { name: "StoreError" });
  await assert.rejects(broken.gateway.unlock("user-1"), { name: "StoreError" });
});

testEach("all spellings of a UUID identify the same user", async () => {
  const site = createSite();
  const id = "2ad4c9b0-5b4f-4e1c-a2b5-1f0c9d3b6b11";
  const spellings = [
    id,
    id.toUpperCase(),
    id.replaceAll("-", ""),
    id.replaceAll("-", "").toUpperCase(),
    `{${id}}`,
    `{${id.toUpperCase()}}`,
    `urn:uuid:${id}`,
    `URN:UUID:${id.toUpperCase()}`,
    `(${id})`,
    id.replace("2ad4", "2AD4"),
  ];
  const statuses = [];
  for (const spelling of spellings) statuses.push((await site.start(spelling)).status);
  assert.deepEqual(statuses, [201, ...Array(9).fill(429)]);
  assert.equal(site.upstream.calls.length, 1);
});
