import assert from "node:assert/strict";
import { test } from "node:test";
import { memoryLimits } from "verigator/gateway";
import { countTrips, createRemoteStore } from "./remote-store.mjs";
import { createSite, failWith, rightPin } from "./site.mjs";

const start = ["POST", { method: "sms" }, { headers: { "x-address": "192.0.2.1" } }];

test("a start takes three round trips, in order; only the method of an app's user is settled, after the response", async () => {
  const [method, body, options] = start;
  for (const [requested, settles] of [
    ["sms", false],
    ["totp", true],
  ]) {
    const remote = createRemoteStore(memoryLimits());
    const site = createSite({ limits: remote, destination: () => "+3725555555" });
    const { response, trips, hasTasks } = await countTrips(
      site,
      remote,
      method,
      { ...body, method: requested },
      options,
    );
    assert.deepEqual(
      [response.status, trips, hasTasks],
      [201, [["user"], ["destination", "network"], ["global"]], settles],
    );
  }
});

test("a start at Number Verification takes one more, which stores the id before the page learns of the start", async () => {
  const remote = createRemoteStore(memoryLimits());
  const site = createSite({ api: "number-verification", limits: remote });
  const { response, trips, hasTasks } = await countTrips(site, remote, ...start);
  assert.deepEqual(
    [response.status, trips, hasTasks],
    [201, [["user"], ["destination", "network"], ["global"], ["user"]], false],
  );
  const [, , options] = start;
  const wrong = await countTrips(site, remote, "PUT", { token: "000000" }, options);
  assert.deepEqual([wrong.trips, wrong.hasTasks], [[["user"], ["failed-pins"], ["user"]], true]);
});

test("a start of a locked-out user or one without a number takes as many round trips as any other at Number Verification", async () => {
  const policy = { lockout: { failures: 1, seconds: 3600 }, maxAttempts: 1, resendCooldownSeconds: [] };
  for (const user of ["known", "locked", "without"]) {
    const remote = createRemoteStore(memoryLimits());
    const phoneNumber = (userId) => (userId === "without" ? null : site.upstream.phoneNumber(userId));
    const site = createSite({ api: "number-verification", limits: remote, policy, phoneNumber });
    const send = (...request) => countTrips(site, remote, ...request, { user, headers: { "x-address": "192.0.2.1" } });
    if (user === "locked") {
      await send("POST", { method: "sms" });
      await send("PUT", { token: "000000" });
    }
    const { response, trips, hasTasks } = await send("POST", { method: "sms" });
    assert.deepEqual(
      [response.status, trips, hasTasks],
      [201, [["user"], ["destination", "network"], ["global"], ["user"]], false],
      user,
    );
  }
});

test("a start that the user's own limit denies takes one round trip and touches no shared key", async () => {
  const remote = createRemoteStore(memoryLimits());
  const site = createSite({ limits: remote });
  await countTrips(site, remote, ...start);
  const denied = await countTrips(site, remote, ...start);
  assert.deepEqual([denied.response.status, denied.trips, denied.hasTasks], [429, [["user"]], false]);
});

test("a start that another limit denies, or the API, is refunded before the response, since a serverless process may stop after it", async () => {
  const remote = createRemoteStore(memoryLimits());
  const site = createSite({
    limits: remote,
    policy: { sendsPerAddress: { count: 1, seconds: 3600 }, sendsGlobal: { count: 1, seconds: 3600 } },
  });
  const [method, body, options] = start;
  const from = (user, address) =>
    countTrips(site, remote, method, body, { ...options, user, headers: { "x-address": address } });
  await from("a", "192.0.2.1");
  const byNetwork = await from("b", "192.0.2.1");
  assert.deepEqual(
    [byNetwork.response.status, byNetwork.trips, byNetwork.hasTasks],
    [429, [["user"], ["network"], ["user"]], false],
  );
  const byGateway = await from("b", "192.0.2.2");
  assert.deepEqual(
    [byGateway.response.status, byGateway.trips, byGateway.hasTasks],
    [429, [["user"], ["network"], ["global"], ["user", "network"]], false],
  );
  site.clock.now += 3_600_000;
  site.upstream.start = async () => {
    throw failWith(409);
  };
  const failed = await from("b", "192.0.2.2");
  assert.deepEqual([failed.response.status, failed.trips.length, failed.hasTasks], [409, 4, false]);
  assert.deepEqual(failed.trips[3].sort(), ["global", "network", "user"]);
});

test("a PIN takes three round trips, so that it is settled before the page learns of it, and a repeated one takes one", async () => {
  const remote = createRemoteStore(memoryLimits());
  const site = createSite({ limits: remote });
  await countTrips(site, remote, ...start);
  const [, , options] = start;
  const wrong = await countTrips(site, remote, "PUT", { token: "000000" }, options);
  assert.deepEqual(
    [wrong.response.body.attemptsLeft, wrong.trips, wrong.hasTasks],
    [4, [["user"], ["failed-pins"], ["user"]], true],
  );
  const right = await countTrips(site, remote, "PUT", { token: rightPin }, options);
  assert.deepEqual(
    [right.response.body.verified, right.trips, right.hasTasks],
    [true, [["user"], ["failed-pins"], ["user", "failed-pins"]], false],
  );
  const repeated = await countTrips(site, remote, "PUT", { token: rightPin }, options);
  assert.deepEqual([repeated.response.body.verified, repeated.trips, repeated.hasTasks], [true, [["user"]], false]);
});

test("the status takes one round trip", async () => {
  const remote = createRemoteStore(memoryLimits());
  const { trips } = await countTrips(createSite({ limits: remote }), remote, "GET");
  assert.deepEqual(trips, [["user"]]);
});

test("waitUntil receives the work after the response, and is not called without such work", async () => {
  const remote = createRemoteStore(memoryLimits());
  const site = createSite({ limits: remote });
  const waits = [];
  const context = {
    waits,
    waitUntil(promise) {
      this.waits.push(promise);
    },
  };
  await countTrips(site, remote, "POST", { method: "totp" }, { context });
  assert.equal(waits.length, 1);
  await waits[0];
  await countTrips(site, remote, "GET", undefined, { context });
  assert.equal(waits.length, 1);
});

test("as a Worker's handler, fetch takes the context after the environment", async () => {
  const waits = [];
  const { fetch } = createSite().gateway;
  const request = new Request("https://shop.example/2fa/auth", {
    method: "POST",
    headers: { "x-user": "user-1", "content-type": "application/json" },
    body: '{"method":"totp"}',
  });
  assert.equal((await fetch(request, { LIMITS: {} }, { waitUntil: (task) => waits.push(task) })).status, 201);
  assert.equal(waits.length, 1);
});

test("a context without a working waitUntil does not fail the request", async () => {
  const contexts = [
    {
      waitUntil() {
        throw new Error("too late");
      },
    },
    { waitUntil: 5 },
    null,
    "server",
  ];
  for (const context of contexts)
    assert.equal((await createSite().send("POST", { method: "sms" }, { context })).status, 201);
});
