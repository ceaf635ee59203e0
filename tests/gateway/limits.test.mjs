import assert from "node:assert/strict";
import { test } from "node:test";
import { testEach } from "./apis.mjs";
import { apiError, createSite, rightPin } from "./site.mjs";

testEach("a user starts, enters a wrong PIN and is verified", async () => {
  const site = createSite();
  const started = await site.start();
  assert.equal(started.status, 201);
  assert.deepEqual(started.body, {
    method: "sms",
    attemptsLeft: 5,
    resendAt: "2025-11-23T06:40:30.000Z",
    expiresAt: "2025-11-23T06:50:00.000Z",
  });
  const wrong = await site.verify("000000");
  assert.equal(wrong.status, 200);
  assert.deepEqual(wrong.body, {
    method: "sms",
    verified: false,
    status: { throttled: false, expired: false, invalid: true, result: "INVALID" },
    attemptsLeft: 4,
    resendAt: "2025-11-23T06:40:30.000Z",
    expiresAt: "2025-11-23T06:50:00.000Z",
  });
  assert.deepEqual((await site.verify(rightPin)).body, { method: "sms", verified: true });
  assert.equal((await site.status()).body.verified, true);
});

testEach("a reloaded page gets the status of its authentication", async () => {
  const site = createSite();
  assert.deepEqual((await site.status()).body, { started: false, verified: false });
  await site.start();
  const { body } = await site.status();
  assert.deepEqual([body.started, body.method, body.attemptsLeft, body.verified], [true, "sms", 5, false]);
});

test("the response names the method that the API used", async () => {
  const site = createSite();
  site.upstream.start = async () => ({ method: "sms", requestedMethod: "totp" });
  assert.equal((await site.start("user-1", "totp")).body.method, "sms");
  assert.equal(site.upstream.calls[0].method, "totp");
});

testEach("the headers of onVerified are added to the response, each cookie separately", async () => {
  const receipts = [];
  const onVerified = (request, receipt) => {
    receipts.push(receipt);
    return [
      ["set-cookie", "session=1"],
      ["set-cookie", "seen=1"],
    ];
  };
  const site = createSite({ onVerified });
  await site.start();
  await site.verify("000000");
  const { headers } = await site.verify(rightPin);
  assert.deepEqual(headers.getSetCookie(), ["session=1", "seen=1"]);
  assert.deepEqual(receipts, [{ userId: "user-1", method: "sms", verifiedAt: new Date(site.clock.now) }]);
});

testEach(
  "a second start within the cooldown gets 429 with Retry-After in whole seconds, and sends nothing",
  async () => {
    const site = createSite();
    await site.start();
    site.clock.now += 1;
    const { status, headers, body } = await site.start();
    assert.deepEqual([status, headers.get("retry-after")], [429, "30"]);
    assert.equal(body.resendAt, "2025-11-23T06:40:30.000Z");
    assert.equal(site.upstream.calls.length, 1);
    site.clock.now += 29_999;
    assert.equal((await site.start()).status, 201);
  },
);

testEach("of 100 concurrent wrong PINs exactly 5 reach the API, and the others get 429", async () => {
  const site = createSite();
  await site.start();
  const responses = await Promise.all(Array.from({ length: 100 }, (_, index) => site.verify(`${9000 + index}`)));
  assert.equal(site.upstream.calls.filter(({ pin }) => pin).length, 5);
  assert.equal(responses.filter(({ status }) => status === 200).length, 5);
  assert.equal(
    responses.filter(({ status, headers }) => status === 429 && headers.get("retry-after") === "30").length,
    95,
  );
});

testEach("an address is limited across users, and an IPv6 network counts as one", async () => {
  const site = createSite({ policy: { sendsPerAddress: { count: 2, seconds: 60 } } });
  const from = (address, user) => site.send("POST", { method: "sms" }, { user, headers: { "x-address": address } });
  assert.equal((await from("2001:db8::1", "a")).status, 201);
  assert.equal((await from("2001:db8::2", "b")).status, 201);
  const denied = await from("2001:db8::3", "c");
  assert.deepEqual([denied.status, denied.headers.get("retry-after")], [429, "60"]);
  assert.equal((await site.status("c")).body.resendAt, undefined, "the user's own send was refunded");
  assert.equal((await from("2001:db8:0:1::1", "c")).status, 201);
});

testEach("the whole gateway has a send limit", async () => {
  const site = createSite({ policy: { sendsGlobal: { count: 2, seconds: 60 } } });
  const statuses = (await Promise.all(["a", "b", "c"].map((user) => site.start(user)))).map(({ status }) => status);
  assert.deepEqual(statuses.sort(), [201, 201, 429]);
  site.clock.now += 60_000;
  assert.equal((await site.start("d")).status, 201);
});

testEach("an unknown user gets the same responses as a known one", async () => {
  const [unknown, known] = [createSite(), createSite()];
  unknown.upstream.start = unknown.upstream.verify = async () => {
    throw apiError("no_such_resource", 404);
  };
  for (const [step, value] of [["start"], ["verify", "111111"], ["status"], ["start"], ["verify", "222222"]]) {
    const [one, other] = await Promise.all(
      [unknown, known].map((site) => site[step]("start status".includes(step) ? undefined : value)),
    );
    assert.deepEqual([one.status, one.text, [...one.headers]], [other.status, other.text, [...other.headers]]);
  }
});

testEach("a locked-out user gets the same responses as any other, and no SMS is sent", async () => {
  const policy = { lockout: { failures: 1, seconds: 3600 }, resendCooldownSeconds: [] };
  const [locked, other] = [
    createSite({ policy }),
    createSite({ policy: { ...policy, lockout: { failures: 100, seconds: 1 } } }),
  ];
  for (const site of [locked, other]) {
    await site.start();
    for (let attempt = 0; attempt < 5; attempt += 1) await site.verify("000000");
  }
  const sent = locked.upstream.calls.length;
  for (const [step, value] of [["start"], ["verify", "000000"], ["status"], ["verify", "000001"]]) {
    const [one, another] = await Promise.all([locked, other].map((site) => site[step](value)));
    assert.deepEqual([one.status, one.text, [...one.headers]], [another.status, another.text, [...another.headers]]);
  }
  assert.equal((await locked.verify(rightPin)).body.verified, false);
  assert.equal(locked.upstream.calls.length, sent);
});

testEach("500 concurrent users are all verified, each with the right PIN", async () => {
  const site = createSite();
  const pinOf = (userId) => userId.slice("user-".length).padStart(6, "0");
  site.upstream.verify = async (userId, pin) => ({ verified: pin === pinOf(userId), method: "sms" });
  const users = Array.from({ length: 500 }, (_, index) => `user-${index}`);
  await Promise.all(users.map((user) => site.start(user)));
  const responses = await Promise.all(users.map((user) => site.verify(pinOf(user), user)));
  assert.equal(responses.filter(({ body }) => body.verified).length, 500);
});
