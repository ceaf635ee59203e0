/** A gateway of Number Verification, against the sandbox's emulation of the API. */
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  NoSuchResourceError,
  NumberVerification,
  RateLimitedError,
  ResourceForbiddenError,
  Verigator,
} from "verigator";
import { createGateway, memoryLimits } from "verigator/gateway";
import { Sandbox } from "verigator/sandbox";

const number = "+3725555555";

/** A site whose users have the site's own ids, with a page for each. The clocks of the gateway and of the sandbox are one. */
function openSite(options) {
  const sandbox = new Sandbox({ now: Date.UTC(2026, 10, 30, 12) });
  const [events, errors] = [[], []];
  const gateway = createGateway({
    numberVerification: new NumberVerification(sandbox.username, sandbox.password, { fetch: sandbox.fetch }),
    phoneNumber: (userId) => (userId === "nobody" ? null : number),
    identify: (request) => request.headers.get("x-user"),
    address: () => "192.0.2.1",
    limits: memoryLimits(),
    now: () => sandbox.clock.now().getTime(),
    onEvent: (event) => events.push(event),
    onError: (error) => errors.push(error),
    ...options,
  });
  const openPage = (userId = "42") => {
    const browse = (url, init) => {
      const request = new Request(url, init);
      request.headers.set("x-user", userId);
      return gateway.fetch(request);
    };
    return Verigator.viaGateway("https://shop.example/2fa", { fetch: browse });
  };
  const messages = () => sandbox.inbox.messages(number);
  return {
    sandbox,
    gateway,
    events,
    errors,
    openPage,
    messages,
    pin: () => messages().at(-1).pin,
    wrongPin: () => (messages().some(({ pin }) => pin === "000000") ? "000001" : "000000"),
    wait: (seconds) => sandbox.clock.advance(seconds * 1000),
    checks: () => sandbox.requests.filter(({ path }) => path === "/verify/pin").length,
    starts: () => sandbox.requests.filter(({ path }) => path === "/verify/start").length,
  };
}

test("a page starts by SMS, enters a wrong PIN and is verified", async () => {
  const receipts = [];
  const site = openSite({ onVerified: (_request, receipt) => void receipts.push(receipt) });
  const { me } = site.openPage();
  assert.deepEqual(await me.authenticateUsingSms(), { method: "sms", requestedMethod: "sms" });
  assert.equal(site.messages().length, 1);
  const wrong = await me.verifyPin(site.wrongPin());
  assert.deepEqual([wrong.verified, wrong.reason, wrong.method], [false, "invalid", "sms"]);
  assert.equal((await site.openPage().status()).attemptsLeft, 4);
  assert.deepEqual(await me.verifyPin(site.pin()), { verified: true, method: "sms" });
  assert.equal((await site.openPage().status()).verified, true);
  assert.deepEqual(receipts, [{ userId: "42", method: "sms", verifiedAt: site.sandbox.clock.now() }]);
});

test("a page that requests the app sees that an SMS was sent", async () => {
  const { me } = openSite().openPage();
  assert.deepEqual(await me.authenticateUsingTotp(), { method: "sms", requestedMethod: "totp" });
});

test("gateway.user has the same methods and limits", async () => {
  const site = openSite();
  const user = site.gateway.user("42", { address: "192.0.2.1" });
  assert.deepEqual(await user.authenticateUsingTotp(), { method: "sms", requestedMethod: "totp" });
  await assert.rejects(user.authenticateUsingSms(), RateLimitedError);
  assert.equal((await user.verifyPin(site.wrongPin())).reason, "invalid");
  assert.deepEqual(await user.verifyPin(site.pin()), { verified: true, method: "sms" });
  assert.deepEqual(await user.verifyPin(site.pin()), { verified: true, method: "sms" }, "a repetition");
  await assert.rejects(user.verifyPin(site.wrongPin()), NoSuchResourceError);
});

test("a PIN of an earlier message counts after a resend, and the newest is asked for first", async () => {
  const site = openSite();
  const { me } = site.openPage();
  await me.authenticateUsingSms();
  const late = site.pin();
  site.wait(30);
  await me.authenticateUsingSms();
  assert.notEqual(site.pin(), late);
  assert.equal((await me.verifyPin(site.wrongPin())).verified, false);
  assert.equal(site.checks(), 2, "each message was asked");
  assert.equal((await site.openPage().status()).attemptsLeft, 4, "one typed PIN is one attempt");
  assert.equal((await me.verifyPin(late)).verified, true);
  assert.equal(site.checks(), 4);
});

test("the PIN of the newest message is one check", async () => {
  const site = openSite();
  const { me } = site.openPage();
  await me.authenticateUsingSms();
  site.wait(30);
  await me.authenticateUsingSms();
  assert.equal((await me.verifyPin(site.pin())).verified, true);
  assert.equal(site.checks(), 1);
});

test("all messages of a login share the attempts of the newest", async () => {
  const site = openSite();
  const { me } = site.openPage();
  await me.authenticateUsingSms();
  const late = site.pin();
  site.wait(30);
  await me.authenticateUsingSms();
  for (let attempt = 0; attempt < 5; attempt += 1) assert.equal((await me.verifyPin(site.wrongPin())).verified, false);
  for (const pin of [late, site.pin()]) await assert.rejects(me.verifyPin(pin), RateLimitedError);
  assert.equal(site.checks(), 10);
});

test("a message of an earlier login, or of one that was verified, does not count", async () => {
  const site = openSite({ verifyNumber: { validitySeconds: 1800 } });
  const { me } = site.openPage();
  await me.authenticateUsingSms();
  const early = site.pin();
  site.wait(600);
  await me.authenticateUsingSms();
  assert.equal((await me.verifyPin(early)).verified, false);
  assert.equal((await me.verifyPin(site.pin())).verified, true);
  site.wait(600);
  await me.authenticateUsingSms();
  const before = site.checks();
  assert.equal((await me.verifyPin(site.wrongPin())).verified, false);
  assert.equal(site.checks(), before + 1);
});

test("the API throttles an earlier message by its own count, and the newest one is still right", async () => {
  const site = openSite();
  const { me } = site.openPage();
  await me.authenticateUsingSms();
  const early = site.pin();
  for (let attempt = 0; attempt < 5; attempt += 1) await me.verifyPin(site.wrongPin());
  site.wait(30);
  await me.authenticateUsingSms();
  assert.equal((await me.verifyPin(early)).verified, false, "it was guessed at five times");
  assert.equal((await me.verifyPin(site.pin())).verified, true);
});

test("a PIN lives as long as the authentication, up to the API's 1800 s", async () => {
  for (const [authenticationSeconds, verified] of [
    [600, true],
    [1800, true],
    [3600, false],
  ]) {
    const site = openSite({ policy: { authenticationSeconds } });
    const { me } = site.openPage();
    await me.authenticateUsingSms();
    site.wait(authenticationSeconds - 1);
    assert.equal((await me.verifyPin(site.pin())).verified, verified, `${authenticationSeconds} s`);
    const said = site.errors[0]?.message ?? "";
    assert.equal(/^policy\.authenticationSeconds: expected at most .*, 1800 s/.test(said), !verified, said);
  }
});

test("a user without a number gets a decoy, and the operator an error", async () => {
  const site = openSite();
  const [known, unknown] = [site.openPage("42"), site.openPage("nobody")];
  assert.deepEqual(await unknown.me.authenticateUsingSms(), await known.me.authenticateUsingSms());
  assert.deepEqual(await unknown.me.verifyPin("123456"), await known.me.verifyPin(site.wrongPin()));
  assert.deepEqual(await unknown.status(), await known.status());
  assert.equal(site.messages().length, 1);
  const failures = site.events.filter(({ userId }) => userId === "nobody").map(({ kind, detail }) => [kind, detail]);
  assert.deepEqual(failures, [
    ["send_failed", "no_such_resource"],
    ["rejected", "no_such_resource"],
  ]);
  assert.ok(site.errors.length === 2 && site.errors.every((error) => error instanceof NoSuchResourceError));
});

test("starts of users without a number take nothing of the whole gateway's, and have the limits of others", async () => {
  const policy = { sendsGlobal: { count: 1, seconds: 3600 }, resendCooldownSeconds: [] };
  const site = openSite({ policy });
  for (let round = 0; round < 3; round += 1) await site.openPage("nobody").me.authenticateUsingSms();
  await assert.rejects(site.openPage("nobody").me.authenticateUsingSms(), RateLimitedError);
  await site.openPage().me.authenticateUsingSms();
  await assert.rejects(site.openPage("nobody-else").me.authenticateUsingSms(), RateLimitedError);
  assert.equal(site.messages().length, 1);
});

test("a number that is none in E.164 is the operator's mistake: nothing is sent, and the number is not shown", async () => {
  for (const wrong of [
    "5555555",
    "00372 5555555",
    "+044 20 7946 0958",
    "+44 (0)20 7946 0958",
    "tel:+3725555555",
    42,
    {},
  ]) {
    const site = openSite({ phoneNumber: () => wrong });
    assert.equal((await site.openPage().me.authenticateUsingSms()).method, "sms");
    assert.equal(site.starts(), 0);
    const shown = JSON.stringify([site.errors.map(({ message }) => message), site.events]);
    assert.match(shown, /phoneNumber: expected it to return a number in the form of E\.164/);
    assert.doesNotMatch(shown, /5555555|7946/);
  }
});

test("all spellings of a number are one destination", async () => {
  const spellings = ["+3725555555", "+372 5555 555", "+372-55-55-555", "+372.5555555", " +372\u00a05555555 "];
  const site = openSite({
    phoneNumber: (userId) => spellings[Number(userId)],
    policy: { sendsPerDestination: { count: 4, seconds: 3600 } },
  });
  const outcomes = [];
  for (const userId of spellings.keys()) {
    const start = site.openPage(String(userId)).me.authenticateUsingSms();
    outcomes.push(
      await start.then(
        () => "sent",
        ({ code }) => code,
      ),
    );
  }
  assert.deepEqual(outcomes, ["sent", "sent", "sent", "sent", "rate_limited"]);
  assert.equal(site.messages().length, 4);
});

test("a number with another prefix is refused before anything counts", async () => {
  const site = openSite({ allowedPrefixes: ["+1", "+44"], policy: { sendsPerUser: { count: 1, seconds: 60 } } });
  for (let round = 0; round < 3; round += 1)
    await assert.rejects(site.openPage().me.authenticateUsingSms(), ResourceForbiddenError);
  await assert.rejects(site.gateway.user("42").authenticateUsingSms(), ResourceForbiddenError);
  assert.deepEqual(await site.openPage().status(), { started: false, verified: false });
  assert.equal(site.starts(), 0);
  assert.deepEqual(site.events, Array(4).fill({ kind: "forbidden", userId: "42", detail: "allowedPrefixes" }));
  const allowed = openSite({ allowedPrefixes: ["+1", "+372"] });
  await allowed.openPage().me.authenticateUsingSms();
  assert.equal(allowed.messages().length, 1);
});

test("maxTries counts as that many sends for the user, the number, the network and the whole gateway", async () => {
  const five = { count: 5, seconds: 3600 };
  for (const limit of ["sendsPerUser", "sendsPerDestination", "sendsPerAddress", "sendsGlobal"]) {
    const many = { count: 100, seconds: 3600 };
    const policy = { sendsPerUser: many, sendsPerDestination: many, sendsPerAddress: many, resendCooldownSeconds: [] };
    const site = openSite({ verifyNumber: { maxTries: 2 }, policy: { ...policy, [limit]: five } });
    for (let round = 0; round < 2; round += 1) await site.openPage().me.authenticateUsingSms();
    await assert.rejects(site.openPage().me.authenticateUsingSms(), RateLimitedError, limit);
    assert.equal(site.events.at(-1).detail, limit);
    site.wait(31);
    assert.equal(site.messages().length, 4, "the API sends the second one by itself");
  }
});

test("a start of several messages that the API refuses is refunded as a whole", async () => {
  const site = openSite({
    verifyNumber: { maxTries: 3, from: "Unknown" },
    policy: { sendsPerUser: { count: 3, seconds: 600 } },
  });
  for (let round = 0; round < 3; round += 1)
    await assert.rejects(site.openPage().me.authenticateUsingSms(), { status: 502 });
  assert.equal(site.starts(), 3);
});

test("ids of usual sites are accepted, and each user has a state", async () => {
  const ids = [
    "42",
    "ann@shop.example",
    "auth0|5f7c",
    "jüri",
    "a/b?c#d%20e",
    "2ad4c9b0-5b4f-4e1c-a2b5-1f0c9d3b6b11",
    "x y",
  ];
  const site = openSite({
    phoneNumber: (userId) => `+37255555${10 + ids.indexOf(userId)}`,
    policy: { lockout: { failures: 1, seconds: 3600 }, maxAttempts: 1 },
  });
  for (const [index, id] of ids.entries()) {
    const user = site.gateway.user(id);
    await user.authenticateUsingSms();
    const { pin } = site.sandbox.inbox.messages(`+37255555${10 + index}`).at(-1);
    assert.equal((await user.verifyPin(pin === "000000" ? "000001" : "000000")).verified, false);
    assert.ok((await site.gateway.status(id)).lockedUntil);
    await site.gateway.unlock(id);
  }
  const locked = site.events.filter(({ kind }) => kind === "locked").map(({ userId }) => userId);
  assert.deepEqual(locked, ids);
  for (const id of ["", "a\nb", "\u0000", "x".repeat(257), "\ud800"])
    assert.throws(() => site.gateway.user(id), /^TypeError: userId: expected the id of a user, 1 to 256 bytes/);
});

test("neither the number nor the PIN nor the id of a verification is in an event or an error", async () => {
  const site = openSite();
  const page = site.openPage();
  await page.me.authenticateUsingSms();
  const { pin } = site.messages()[0];
  await page.me.verifyPin(site.wrongPin());
  site.sandbox.faults.next({ kind: "status", status: 503 });
  await assert.rejects(page.me.verifyPin(pin));
  site.wait(30);
  site.sandbox.faults.next({ kind: "connection" });
  await assert.rejects(page.me.authenticateUsingSms());
  const told = [...site.errors.map((error) => [error.message, error.stack, JSON.stringify(error)]), site.events];
  assert.ok(site.errors.length >= 2);
  for (const secret of ["5555555", pin, "vid0", site.sandbox.password])
    assert.ok(!JSON.stringify(told).includes(secret), secret);
});

test("after the user's number was changed, messages to the one before no longer count", async () => {
  let current = number;
  const site = openSite({ phoneNumber: () => current });
  const { me } = site.openPage();
  await me.authenticateUsingSms();
  const { pin } = site.messages().at(-1);
  site.wait(30);
  current = "+3725555556";
  await me.authenticateUsingSms();
  assert.equal((await me.verifyPin(pin)).verified, false);
  assert.equal((await me.verifyPin(site.sandbox.inbox.messages(current).at(-1).pin)).verified, true);
});
