/** A right PIN that is submitted again: by a double click, by a second tab, or since the response was lost. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { memoryLimits } from "verigator/gateway";
import { testEach } from "./apis.mjs";
import { createSite, failWith, rightPin } from "./site.mjs";

testEach("the right PIN is right again for 30 seconds, without another call to the API", async () => {
  const receipts = [];
  const site = createSite({ onVerified: (request, receipt) => void receipts.push(receipt) });
  await site.start();
  for (let count = 1; count <= 3; count += 1) {
    const { status, body } = await site.verify(rightPin);
    assert.deepEqual([status, body], [200, { method: "sms", verified: true }]);
  }
  site.clock.now += 29_999;
  assert.equal((await site.verify(rightPin)).body.verified, true);
  assert.equal(site.upstream.calls.length, 2, "one start and one check");
  assert.equal(receipts.length, 4, "onVerified runs for each");
  assert.deepEqual(new Set(receipts.map(({ userId }) => userId)), new Set(["user-1"]));
  assert.deepEqual(
    site.events.filter(({ kind }) => kind === "verified").map(({ detail }) => detail),
    [undefined, "repeated", "repeated", "repeated"],
  );
  site.clock.now += 1;
  assert.equal((await site.verify(rightPin)).status, 404);
});

testEach("a right PIN that is submitted again while it is checked is right, after one call to the API", async () => {
  const site = createSite();
  await site.start();
  const responses = await Promise.all(Array.from({ length: 20 }, () => site.verify(rightPin)));
  assert.ok(responses.every(({ body }) => body.verified));
  assert.equal(site.upstream.checks.length, 1);
});

test("of a hundred equal wrong PINs at once, five are checked", async () => {
  const site = createSite();
  await site.start();
  const responses = await Promise.all(Array.from({ length: 100 }, () => site.verify("111111")));
  assert.equal(responses.filter(({ status }) => status === 200).length, 5);
  assert.equal(site.upstream.checks.length, 5);
});

test("of the right PIN submitted to two processes at once, both are right", async () => {
  const limits = memoryLimits();
  const [site, other] = [createSite({ limits }), createSite({ limits })];
  await site.start();
  let release;
  const accepted = new Promise((resolve) => (release = resolve));
  // The API accepts a PIN once, and responds to the second request before the first one is settled.
  let checks = 0;
  const verify = async () => {
    checks += 1;
    if (checks === 1) return { verified: true, method: "sms" };
    await accepted;
    throw failWith(404);
  };
  for (const one of [site, other]) one.upstream.verify = verify;
  const both = [site.verify(rightPin), other.verify(rightPin)];
  assert.equal((await both[0]).body.verified, true);
  release();
  assert.equal((await both[1]).body.verified, true);
  await Promise.all([site.settled(), other.settled()]);
  assert.deepEqual(
    other.events.map(({ kind }) => kind),
    ["verified"],
  );
});

test("a repeated PIN is right in another process, and for gateway.user", async () => {
  const limits = memoryLimits();
  const [one, other] = [createSite({ limits }), createSite({ limits })];
  await one.start();
  assert.equal((await one.verify(rightPin)).body.verified, true);
  assert.equal((await other.verify(rightPin)).body.verified, true);
  assert.deepEqual(await other.gateway.user("user-1").verifyPin(rightPin), { verified: true, method: "sms" });
  assert.deepEqual(other.upstream.calls, []);
});

test("another user's PIN and another PIN are not right, and five guesses end the repetition", async () => {
  const site = createSite();
  await site.start();
  await site.start("user-2");
  await site.verify(rightPin);
  site.upstream.verify = async () => ({ verified: false, reason: "invalid" });
  assert.equal((await site.verify(rightPin, "user-2")).body.verified, false);
  for (let count = 1; count <= 4; count += 1) assert.equal((await site.verify(`11111${count}`)).status, 404);
  assert.equal((await site.verify(rightPin)).body.verified, true);
  assert.equal((await site.verify("111115")).status, 404);
  assert.equal((await site.verify(rightPin)).status, 404);
});

test("a repetition costs no attempt of the network, and a start ends it", async () => {
  const address = "192.0.2.1";
  const site = createSite({
    address: () => address,
    policy: { failedPinsPerAddress: { count: 1, seconds: 3600 }, resendCooldownSeconds: [] },
  });
  await site.start();
  for (let count = 1; count <= 5; count += 1) assert.equal((await site.verify(rightPin)).body.verified, true);
  await site.start();
  site.upstream.verify = async () => ({ verified: false, reason: "invalid" });
  assert.equal((await site.verify(rightPin)).body.verified, false, "the API decides about the new one");
});

test("the store holds no PIN", async () => {
  const texts = [];
  const inner = memoryLimits();
  const limits = { apply: async (key, event) => (texts.push(key, event), inner.apply(key, event)) };
  const site = createSite({ limits });
  await site.start();
  await site.verify(rightPin);
  await site.verify(rightPin);
  await site.verify("975310");
  for (const pin of [rightPin, "975310"]) assert.ok(texts.every((text) => !text.includes(pin)));
});
