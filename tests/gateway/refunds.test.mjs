import assert from "node:assert/strict";
import { test } from "node:test";
import { memoryLimits } from "verigator/gateway";
import { testEach } from "./apis.mjs";
import { createSite, failWith, rightPin } from "./site.mjs";

/** The API rejected the call, so it sent no SMS and checked no PIN. */
const rejected = [400, 401, 403, 409, 422, 429, "invalid_invocation"];
/** The API may have sent the SMS or checked the PIN before the call failed. */
const uncertain = [
  200,
  201,
  302,
  303,
  307,
  408,
  418,
  425,
  499,
  500,
  502,
  503,
  504,
  520,
  524,
  "connection",
  "timeout",
  "something else",
];

/** A site whose API sends each SMS and then responds with the failure. */
function createFailingSite(failure, policy) {
  const site = createSite({ policy });
  site.upstream.start = async () => {
    throw failWith(failure);
  };
  return site;
}

const startFrom = (site, address, user) =>
  site.send("POST", { method: "sms" }, { user, headers: { "x-address": address } });

for (const failure of rejected) {
  testEach(
    `a start that the API rejects with ${failure} is refunded to the user, the address and the gateway`,
    async () => {
      const one = { count: 1, seconds: 60 };
      const site = createFailingSite(failure, { sendsPerUser: one, sendsPerAddress: one, sendsGlobal: one });
      for (let round = 0; round < 3; round += 1) await startFrom(site, "192.0.2.1", "user-1");
      assert.equal(site.upstream.calls.length, 3);
      site.upstream.start = async () => ({ method: "sms" });
      assert.equal((await startFrom(site, "192.0.2.1", "user-1")).status, 201);
    },
  );
}

for (const failure of uncertain) {
  testEach(`a start that fails with ${failure} stays counted and has its cooldown`, async () => {
    const site = createFailingSite(failure);
    for (let round = 0; round < 60; round += 1) await site.start();
    assert.equal(site.upstream.calls.length, 1, "one SMS within the cooldown");
    for (let second = 0; second < 600; second += 5) {
      site.clock.now += 5_000;
      await site.start();
    }
    assert.ok(site.upstream.calls.length <= 4, "three SMS in any 600 s");
  });

  testEach(`a start that fails with ${failure} stays counted for the address and the gateway`, async () => {
    const byAddress = createFailingSite(failure, { sendsPerAddress: { count: 3, seconds: 60 } });
    for (let user = 0; user < 20; user += 1) await startFrom(byAddress, "192.0.2.1", `user-${user}`);
    assert.equal(byAddress.upstream.calls.length, 3);
    const byGateway = createFailingSite(failure, { sendsGlobal: { count: 3, seconds: 60 } });
    for (let user = 0; user < 20; user += 1) await startFrom(byGateway, `192.0.2.${user}`, `user-${user}`);
    assert.equal(byGateway.upstream.calls.length, 3);
  });
}

test("an uncertain start can still be verified, since its SMS may arrive", async () => {
  const site = createFailingSite("timeout");
  assert.equal((await site.start()).status, 504);
  assert.equal((await site.verify(rightPin)).body.verified, true);
});

testEach(
  "a start of an unknown user is counted by each limit like any other, so that a page can't tell the two apart",
  async () => {
    for (const limit of ["sendsPerUser", "sendsPerAddress", "sendsGlobal"]) {
      const statuses = [];
      for (const failure of [404, undefined]) {
        const site = createSite({ policy: { [limit]: { count: 1, seconds: 60 }, resendCooldownSeconds: [] } });
        if (failure)
          site.upstream.start = async () => {
            throw failWith(failure);
          };
        await startFrom(site, "192.0.2.1", "probed");
        site.upstream.start = async () => ({ method: "sms" });
        statuses.push((await startFrom(site, "192.0.2.1", limit === "sendsPerUser" ? "probed" : "own")).status);
      }
      assert.deepEqual(statuses, [429, 429], limit);
    }
  },
);

testEach(
  "a PIN attempt that the API rejects for its account or rate is refunded, and any other stays counted",
  async () => {
    const refusals = [400, 404, 409, 422];
    for (const [failures, reachTheApi] of [
      [rejected.filter((failure) => !refusals.includes(failure)), 30],
      [[...uncertain, ...refusals], 5],
    ]) {
      for (const failure of failures) {
        const site = createSite();
        await site.start();
        site.upstream.verify = async () => {
          throw failWith(failure);
        };
        await Promise.all(Array.from({ length: 5 }, () => site.verify("000000")));
        for (let round = 0; round < 25; round += 1) await site.verify("000000");
        assert.equal(site.upstream.calls.filter(({ pin }) => pin).length, reachTheApi, String(failure));
      }
    }
  },
);

testEach(
  "a PIN that the API refuses looks like a wrong one to the page, and the operator learns the reason",
  async () => {
    for (const failure of [400, 409, 422]) {
      const site = createSite();
      await site.start();
      site.upstream.verify = async () => {
        throw failWith(failure);
      };
      const { status, body } = await site.verify("1234");
      assert.deepEqual([status, body.status.result, body.attemptsLeft], [200, "INVALID", 4]);
      assert.equal(site.errors[0].status, failure);
      assert.equal(site.events.at(-1).kind, "rejected");
    }
  },
);

/** A site that starts every 10 s for 600 s, from an address that may send once; of each start all PINs are tried before it is refunded. */
async function guessDuringRefundedStarts({ address, failure }) {
  const memory = memoryLimits();
  let tryPins = async () => {};
  // The user's reservation is made before that of the address is denied.
  const apply = async (key, event) => {
    if (key.includes("/network/")) await tryPins();
    return memory.apply(key, event);
  };
  const site = createSite({ limits: { apply }, policy: { sendsPerAddress: { count: 1, seconds: 3600 } } });
  await startFrom(site, "192.0.2.1", "user-1");
  if (failure)
    site.upstream.start = async () => {
      throw failWith(failure);
    };
  tryPins = () => Promise.all(Array.from({ length: 8 }, () => site.verify("000000")));
  for (let second = 0; second < 600; second += 10) {
    await startFrom(site, address, "user-1");
    await site.settled();
    site.clock.now += 10_000;
  }
  return site.upstream.calls.filter(({ pin }) => pin).length;
}

testEach("starts that are refunded give no further PIN attempts for an earlier SMS", async () => {
  const denied = await guessDuringRefundedStarts({ address: "192.0.2.1" });
  const refused = await guessDuringRefundedStarts({ address: "192.0.2.2", failure: 429 });
  assert.deepEqual(
    [denied, refused],
    [10, 10],
    "five attempts for each of two counted starts after the first, in 600 s",
  );
});

testEach("a start that one limit denies is refunded by the others", async () => {
  const site = createSite({
    policy: { sendsPerAddress: { count: 1, seconds: 3600 }, sendsGlobal: { count: 2, seconds: 3600 } },
  });
  assert.equal((await startFrom(site, "192.0.2.1", "a")).status, 201);
  for (let round = 0; round < 5; round += 1) assert.equal((await startFrom(site, "192.0.2.1", "b")).status, 429);
  assert.equal((await startFrom(site, "192.0.2.2", "b")).status, 201);
});
