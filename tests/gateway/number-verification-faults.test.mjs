/** What failures of the API and the store do to a login at Number Verification. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { compareAndSwapLimits, memoryLimits } from "verigator/gateway";
import { apiError, createSite, rightPin } from "./site.mjs";

const wrongPin = "000000";

/** A site whose user has asked for as many messages as said, each in its own time. */
async function createSiteWithMessages(count, options) {
  const site = createSite({ api: "number-verification", ...options });
  for (let sent = 0; sent < count; sent += 1) {
    assert.equal((await site.start()).status, 201);
    site.clock.now += 60_000;
  }
  return site;
}

/** Lets the API answer a PIN for each message, newest first: a reason, `verified`, or an error. */
function answerWith(site, ...answers) {
  const before = site.upstream.checks.length;
  site.upstream.verify = async () => {
    const answer = answers[site.upstream.checks.length - before - 1];
    if (answer instanceof Error) throw answer;
    return answer === "verified" ? { verified: true } : { verified: false, reason: answer };
  };
  return () => site.upstream.checks.length - before;
}

const refusedForAccount = [
  apiError("wrong_credentials", 200),
  apiError("resource_forbidden", 200),
  apiError("rate_limited", 429),
];
const uncertain = [apiError("internal", 200), apiError("internal", 503), apiError("timeout"), apiError("connection")];

test("an expired, a throttled and an unknown message are followed by the next, with one attempt", async () => {
  for (const first of ["invalid", "expired", "throttled", apiError("no_such_resource", 200)]) {
    const site = await createSiteWithMessages(2);
    const checks = answerWith(site, first, "verified");
    const { body } = await site.verify(rightPin);
    assert.deepEqual([body.verified, checks()], [true, 2]);
  }
});

test("a PIN that no message knows looks like a wrong one and counts", async () => {
  const site = await createSiteWithMessages(2);
  answerWith(site, apiError("no_such_resource", 200), apiError("no_such_resource", 200));
  const { status, body } = await site.verify(wrongPin);
  assert.deepEqual([status, body.status.result, body.attemptsLeft], [200, "INVALID", 4]);
});

test("a check whose response was lost ends the attempt, which stays counted", async () => {
  for (const failure of uncertain) {
    const site = await createSiteWithMessages(2);
    const checks = answerWith(site, failure, "verified");
    assert.ok((await site.verify(rightPin)).status >= 500);
    assert.equal(checks(), 1, "the API may have accepted it, and fails");
    assert.equal((await site.status()).body.attemptsLeft, 4);
  }
});

test("a refusal of the account is refunded, unless a newer message was checked before", async () => {
  for (const failure of refusedForAccount) {
    const site = await createSiteWithMessages(2);
    answerWith(site, failure);
    assert.ok((await site.verify(wrongPin)).status >= 429);
    assert.equal((await site.status()).body.attemptsLeft, 5, failure.code);
    answerWith(site, "invalid", failure);
    assert.ok((await site.verify(wrongPin)).status >= 429);
    assert.equal((await site.status()).body.attemptsLeft, 4, failure.code);
  }
});

test("nobody gets more guesses by failures of the second check", async () => {
  const site = await createSiteWithMessages(2);
  site.upstream.verify = async (_userId, _pin) => {
    if (site.upstream.checks.length % 2 === 0) throw apiError("rate_limited", 429);
    return { verified: false, reason: "invalid" };
  };
  for (let round = 0; round < 30; round += 1) await site.verify(wrongPin);
  assert.equal(site.upstream.checks.length, 10);
});

test("a start that the API verifies at once, or whose id can't be stored, is no login and stays counted", async () => {
  const ids = ["", "x".repeat(129), "a b", "a\nb", "ä", undefined, 7];
  const answers = [
    { verified: true },
    ...ids.map((verificationId) => ({ verified: false, verificationId })),
    null,
    "OK",
  ];
  for (const answer of answers) {
    const site = createSite({ api: "number-verification" });
    site.upstream.verifyNumber = async () => answer;
    const { status, body } = await site.start();
    assert.deepEqual([status, body.verified], [502, undefined], JSON.stringify(answer));
    assert.equal((await site.status()).body.verified, false);
    assert.equal((await site.start()).status, 429);
    assert.deepEqual(
      site.events.map(({ kind, detail }) => [kind, detail]),
      [
        ["send_uncertain", "invalid_response"],
        ["limited", "resendCooldownSeconds"],
      ],
    );
  }
});

test("ids of any form are kept as they are", async () => {
  for (const verificationId of ["x".repeat(128), "a,b;c%2Cd%25", '"\\{}[]', "0,0,0;1*2", "/?#&="]) {
    const site = createSite({ api: "number-verification" });
    const seen = [];
    site.upstream.verifyNumber = async () => ({ verified: false, verificationId });
    site.upstream.verifyPin = async (id) => {
      seen.push(id);
      return { verified: false, reason: "invalid" };
    };
    await site.start();
    await site.verify(wrongPin);
    assert.deepEqual(seen, [verificationId]);
  }
});

test("a start whose response was lost has no id: its PINs are wrong, and count", async () => {
  const site = createSite({ api: "number-verification" });
  site.upstream.start = async () => {
    throw apiError("timeout");
  };
  assert.equal((await site.start()).status, 504);
  const { status, body } = await site.verify(rightPin);
  assert.deepEqual([status, body.verified, body.attemptsLeft], [200, false, 4]);
  assert.equal(site.upstream.checks.length, 0);
});

test("after a lost start, the PIN of the message before it still counts", async () => {
  const site = await createSiteWithMessages(1);
  site.upstream.start = async () => {
    throw apiError("timeout");
  };
  assert.equal((await site.start()).status, 504);
  assert.equal((await site.verify(rightPin)).body.verified, true);
});

test("after a start that was refunded, the message before it still counts", async () => {
  const site = await createSiteWithMessages(1);
  site.upstream.start = async () => {
    throw apiError("resource_forbidden", 200);
  };
  assert.equal((await site.start()).status, 502);
  assert.equal((await site.verify(rightPin)).body.verified, true);
});

test("an id that the store did not take is kept until the store is back", async () => {
  const memory = memoryLimits();
  let isDown = false;
  const limits = {
    apply: async (key, event) => {
      if (isDown) throw new Error("down");
      return memory.apply(key, event);
    },
  };
  const site = createSite({ api: "number-verification", limits });
  site.upstream.start = async () => {
    isDown = true;
  };
  assert.equal((await site.start()).status, 201, "the SMS was sent");
  assert.equal(site.events.at(-1).kind, "store_failed");
  assert.equal((await site.verify(rightPin)).status, 503);
  isDown = false;
  assert.equal((await site.verify(rightPin)).body.verified, true);
});

test("the id is stored before the page learns that the SMS was sent", async () => {
  const memory = memoryLimits();
  let stored = 0;
  const limits = {
    apply: async (key, event) => {
      await new Promise((resolve) => setImmediate(resolve));
      stored += key.includes("/user/") ? 1 : 0;
      return memory.apply(key, event);
    },
  };
  const site = createSite({ api: "number-verification", limits });
  await site.start();
  assert.equal(stored, 2, "reserved and committed");
});

test("a PIN that the API does not take is a wrong one without a request, for a locked-out user too", async () => {
  for (const pin of ["1", "123", "12345678901234567", "12a456", "１２３４５６"]) {
    const site = await createSiteWithMessages(1);
    const { status, body } = await site.verify(pin);
    const isText = /^[\x21-\x7e]+$/.test(pin);
    assert.deepEqual([status, body.status?.result], isText ? [200, "INVALID"] : [422, undefined], pin);
    assert.equal(site.upstream.checks.length, 0);
    assert.equal((await site.status()).body.attemptsLeft, isText ? 4 : 5);
  }
});

test("a wrong PIN is one PIN attempt of its network, however many messages are asked", async () => {
  const site = await createSiteWithMessages(3, { policy: { failedPinsPerAddress: { count: 4, seconds: 3600 } } });
  const verify = () => site.send("POST", { token: wrongPin }, { headers: { "x-address": "192.0.2.1" } });
  for (let attempt = 0; attempt < 4; attempt += 1) assert.equal((await verify()).status, 200);
  assert.equal((await verify()).status, 429);
  assert.equal(site.upstream.checks.length, 12);
});

test("each process checks a PIN with the ids of all, newest first, within one budget", async () => {
  const values = new Map();
  const database = {
    read: async (key) => values.get(key) ?? null,
    async replace(key, expected, next) {
      await new Promise((resolve) => setImmediate(resolve));
      if ((values.get(key) ?? null) !== expected) return false;
      values.set(key, next);
      return true;
    },
  };
  const [ids, checked] = [[], []];
  const sites = [0, 1, 2].map((index) => {
    const site = createSite({ api: "number-verification", limits: compareAndSwapLimits(database) });
    site.upstream.verifyNumber = async () => ({ verified: false, verificationId: ids[ids.push(`vid,${index}`) - 1] });
    site.upstream.verifyPin = async (id, pin) => {
      checked.push(id);
      return { verified: id === "vid,0" && pin === rightPin, reason: "invalid" };
    };
    return site;
  });
  for (const site of sites) {
    assert.equal((await site.start()).status, 201);
    for (const { clock } of sites) clock.now += 60_000;
  }
  const wrong = await Promise.all(sites.flatMap((site) => [site.verify(wrongPin), site.verify(wrongPin)]));
  assert.deepEqual(wrong.map(({ status }) => status).sort(), [200, 200, 200, 200, 200, 429]);
  assert.equal(checked.length, 15);
  for (const site of sites) site.clock.now += 600_000;
  ids.length = 0;
  checked.length = 0;
  await sites[0].start();
  assert.equal((await sites[2].verify(rightPin)).body.verified, true);
  assert.deepEqual(checked, ["vid,0"]);
});
