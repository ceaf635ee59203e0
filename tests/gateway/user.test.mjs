/** `gateway.user`: the methods of a page for the site's own server. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { InvalidInvocationError, NoSuchResourceError, RateLimitedError, VerigatorError } from "verigator";
import { createGateway, memoryLimits } from "verigator/gateway";
import { openApi } from "./sandbox-api.mjs";
import { createSite, failWith, rightPin } from "./site.mjs";

test("a site's server starts, gets a wrong PIN and the right one, with the results of the client", async () => {
  const api = await openApi();
  const gateway = createGateway({
    verigator: api.verigator,
    serviceId: api.service.id,
    identify: () => null,
    limits: memoryLimits(),
  });
  const user = gateway.user(api.user.id, { address: "192.0.2.1" });
  assert.deepEqual(await user.status(), { started: false, verified: false });
  assert.deepEqual(await user.authenticateUsingTotp(), { method: "sms", requestedMethod: "totp" });
  const wrong = await user.verifyPin(api.wrongPin());
  assert.deepEqual([wrong.verified, wrong.reason, wrong.status.result], [false, "invalid", "INVALID"]);
  const { resendAt, expiresAt, ...rest } = await user.status();
  assert.deepEqual(rest, { started: true, method: "sms", attemptsLeft: 4, verified: false });
  assert.ok(resendAt instanceof Date && expiresAt instanceof Date);
  assert.deepEqual(await user.verifyPin(api.rightPin()), { verified: true, method: "sms" });
  assert.equal((await user.status()).verified, true);
});

test("a limit rejects with RateLimitedError, its exact time and the limit's name", async () => {
  const site = createSite();
  const user = site.gateway.user("user-1");
  await user.authenticateUsingSms();
  site.clock.now += 1_234;
  await assert.rejects(user.authenticateUsingSms(), (error) => {
    assert.ok(error instanceof RateLimitedError && VerigatorError.is(error));
    assert.deepEqual(
      [error.code, error.status, error.operation, error.retryable, error.retryAfterMs],
      ["rate_limited", 429, "authenticateUsingSms", true, 28_766],
    );
    assert.equal(error.message, "authenticateUsingSms: the limit resendCooldownSeconds is reached; try again in 29 s");
    return true;
  });
  for (let attempt = 0; attempt < 5; attempt += 1) await user.verifyPin("000000");
  await assert.rejects(user.verifyPin("000000"), RateLimitedError);
});

test("it shares the limits of the pages", async () => {
  const site = createSite();
  assert.equal((await site.start()).status, 201);
  await assert.rejects(site.gateway.user("user-1").authenticateUsingSms(), RateLimitedError);
  assert.equal((await site.verify("000000")).body.attemptsLeft, 4);
  await site.gateway.user("USER-1".toLowerCase()).verifyPin("000000");
  assert.equal((await site.status()).body.attemptsLeft, 3);
});

test("address and destination have their limits, and the option destination is the default", async () => {
  const policy = { sendsPerAddress: { count: 2, seconds: 60 }, sendsPerDestination: { count: 1, seconds: 60 } };
  const site = createSite({ policy });
  const start = (user, caller) => site.gateway.user(user, caller).authenticateUsingSms();
  await start("a", { address: "192.0.2.1" });
  await start("b", { address: "192.0.2.1" });
  await assert.rejects(start("c", { address: "192.0.2.1" }), { retryAfterMs: 60_000 });
  await start("c", { destination: "+3725555555", address: null });
  await assert.rejects(start("d", { destination: "+3725555555" }), RateLimitedError);
  const withOption = createSite({ policy, destination: () => "+3725555556" });
  await withOption.gateway.user("a").authenticateUsingSms();
  await assert.rejects(withOption.gateway.user("b").authenticateUsingSms(), RateLimitedError);
  await withOption.gateway.user("b", { destination: "+3725555557" }).authenticateUsingSms();
});

test("a PIN without a start rejects with NoSuchResourceError, and one that can be none with InvalidInvocationError", async () => {
  const site = createSite();
  const user = site.gateway.user("user-1");
  await assert.rejects(user.verifyPin("123456"), NoSuchResourceError);
  await user.authenticateUsingSms();
  for (const pin of [undefined, null, 123456, "", "1 2", "1".repeat(65), {}]) {
    await assert.rejects(
      user.verifyPin(pin),
      (error) => error instanceof InvalidInvocationError && !String(error.message).includes("123456"),
    );
  }
  assert.equal((await user.status()).attemptsLeft, 5);
});

test("a failure of the API is the client's own error, and what pages must not learn looks like a success", async () => {
  const site = createSite();
  const user = site.gateway.user("user-1");
  const outage = failWith(503);
  site.upstream.start = async () => {
    throw outage;
  };
  await assert.rejects(user.authenticateUsingSms(), (error) => error === outage);
  const unknown = site.gateway.user("user-2");
  site.upstream.start = site.upstream.verify = async () => {
    throw failWith(404);
  };
  assert.deepEqual(await unknown.authenticateUsingTotp(), { method: "sms", requestedMethod: "totp" });
  assert.equal((await unknown.verifyPin(rightPin)).reason, "invalid");
});

test("a call does not wait for the report of an unknown user, whose time would tell", async () => {
  const site = createSite();
  site.upstream.getService = () => new Promise(() => {});
  site.upstream.start = async () => {
    throw failWith(404);
  };
  assert.deepEqual(await site.gateway.user("user-1").authenticateUsingSms(), { method: "sms", requestedMethod: "sms" });
});

test("an aborted call sends and counts nothing, and a later abort reaches the API's client", async () => {
  const site = createSite();
  const reason = new Error("the visitor left");
  for (const [caller, options] of [
    [{ signal: AbortSignal.abort(reason) }, undefined],
    [{}, { signal: AbortSignal.abort(reason) }],
  ]) {
    const user = site.gateway.user("user-1", caller);
    for (const call of [
      () => user.authenticateUsingSms(options),
      () => user.verifyPin("1", options),
      () => user.status(options),
    ]) {
      await assert.rejects(call(), (error) => error === reason);
    }
  }
  assert.deepEqual(site.upstream.calls, []);
  let passed;
  site.upstream.service = () => ({
    user: () => ({ authenticateUsingSms: async (options) => ((passed = options), { method: "sms" }) }),
  });
  const other = createGateway({
    verigator: site.upstream,
    serviceId: "service-1",
    identify: () => null,
    limits: memoryLimits(),
  });
  const { signal } = new AbortController();
  await other.user("user-1", { signal }).authenticateUsingSms({ timeoutMs: 5, maxRetries: 9 });
  assert.deepEqual(passed, { signal, timeoutMs: 5, maxRetries: 0 });
});

test("a store that fails rejects with StoreError and sends nothing", async () => {
  const site = createSite({
    limits: {
      apply: async () => {
        throw new Error("down");
      },
    },
  });
  const user = site.gateway.user("user-1");
  for (const call of [user.authenticateUsingSms(), user.verifyPin("1"), user.status()])
    await assert.rejects(call, { name: "StoreError" });
  assert.deepEqual(site.upstream.calls, []);
  assert.equal(site.events.filter(({ kind }) => kind === "store_failed").length, 3);
});

test("settlements are done when a call resolves, since nothing else would wait for them", async () => {
  const store = memoryLimits();
  let running = 0;
  const apply = async (...values) => {
    running += 1;
    await new Promise((resolve) => setImmediate(resolve));
    running -= 1;
    return store.apply(...values);
  };
  const user = createSite({ limits: { apply } }).gateway.user("user-1");
  await user.authenticateUsingTotp();
  assert.equal(running, 0);
  await user.verifyPin("000000");
  assert.equal(running, 0);
});

test("a locked-out user gets decoys, and the status says nothing of it", async () => {
  const site = createSite({ policy: { lockout: { failures: 1, seconds: 3600 }, resendCooldownSeconds: [] } });
  const user = site.gateway.user("user-1");
  await user.authenticateUsingSms();
  for (let attempt = 0; attempt < 5; attempt += 1) await user.verifyPin("000000");
  const calls = site.upstream.calls.length;
  assert.deepEqual(await user.authenticateUsingSms(), { method: "sms", requestedMethod: "sms" });
  assert.equal((await user.verifyPin(rightPin)).verified, false);
  assert.equal(site.upstream.calls.length, calls);
  assert.ok(!("lockedUntil" in (await user.status())));
  assert.ok((await site.gateway.status("user-1")).lockedUntil instanceof Date);
});

test("the error for an invalid argument names it", () => {
  const { gateway } = createSite();
  for (const id of ["", "a/b", undefined, 7])
    assert.throws(() => gateway.user(id), /^TypeError: userId: expected the id of a Verigator user/);
  for (const [caller, message] of [
    [{ adress: "192.0.2.1" }, /^user: unknown option adress; expected address, destination, request, signal$/],
    [{ address: 7 }, /^user: address: expected a string, got number$/],
    [{ destination: {} }, /^user: destination: expected a string, got object$/],
    [null, /^user: expected .* got null$/],
    ["192.0.2.1", /^user: expected .* got string$/],
  ])
    assert.throws(
      () => gateway.user("user-1", caller),
      (error) => error instanceof TypeError && message.test(error.message),
      String(message),
    );
});
