import assert from "node:assert/strict";
import { test } from "node:test";
import { NoSuchResourceError, RateLimitedError, Verigator, WrongCredentialsError } from "verigator";
import { createGateway, memoryLimits, tickets } from "verigator/gateway";
import { openApi } from "./sandbox-api.mjs";

/** A page, its gateway, and a sandbox as the API, which receives only the requests of the gateway's client. */
async function openSite(gatewayOptions) {
  const api = await openApi();
  const gateway = createGateway({
    verigator: api.verigator,
    serviceId: api.service.id,
    identify: (request) => request.headers.get("x-session") && api.user.id,
    limits: memoryLimits(),
    ...gatewayOptions,
  });
  const sentByPage = [];
  const browse = (session) => (url, init) => {
    const request = new Request(url, init);
    sentByPage.push(request.clone());
    if (session) request.headers.set("x-session", session);
    return gateway.fetch(request);
  };
  const openPage = ({ session = "1", ...options } = {}) =>
    Verigator.viaGateway("https://shop.example/2fa", { fetch: browse(session), ...options });
  return { ...api, sentByPage, openPage };
}

test("a page starts by SMS, enters a wrong PIN and is verified", async () => {
  const site = await openSite();
  const page = site.openPage();
  const { me } = page;
  assert.deepEqual(await me.authenticateUsingSms(), { method: "sms", requestedMethod: "sms" });
  const wrong = await me.verifyPin(site.wrongPin());
  assert.deepEqual([wrong.verified, wrong.reason], [false, "invalid"]);
  assert.equal((await page.status()).attemptsLeft, 4);
  assert.equal((await me.verifyPin(site.rightPin())).verified, true);
});

test("a page that requests the app learns that an SMS was sent", async () => {
  const { me } = (await openSite()).openPage();
  assert.deepEqual(await me.authenticateUsingTotp(), { method: "sms", requestedMethod: "totp" });
});

test("a reloaded page reads the status of its user", async () => {
  const site = await openSite();
  assert.deepEqual(await site.openPage().status(), { started: false, verified: false });
  await site.openPage().me.authenticateUsingSms();
  const { resendAt, expiresAt, ...under } = await site.openPage().status();
  assert.deepEqual(under, { started: true, verified: false, method: "sms", attemptsLeft: 5 });
  assert.ok(resendAt instanceof Date && expiresAt instanceof Date);
  await site.openPage().me.verifyPin(site.rightPin());
  assert.equal((await site.openPage().status()).verified, true);
});

test("an early resend rejects with RateLimitedError and its retryAfterMs", async () => {
  const now = Date.now();
  const site = await openSite({ now: () => now });
  const { me } = site.openPage();
  await me.authenticateUsingSms();
  await assert.rejects(me.authenticateUsingSms(), (error) => {
    assert.ok(error instanceof RateLimitedError);
    assert.deepEqual([error.code, error.status, error.retryAfterMs], ["rate_limited", 429, 30_000]);
    return true;
  });
  assert.equal(site.smsCount(), 1);
});

test("the sixth wrong PIN rejects with RateLimitedError and never reaches the API", async () => {
  const site = await openSite();
  const page = site.openPage();
  const { me } = page;
  await me.authenticateUsingSms();
  for (const left of [4, 3, 2, 1, 0]) {
    assert.equal((await me.verifyPin(site.wrongPin())).verified, false);
    assert.equal((await page.status()).attemptsLeft, left);
  }
  await assert.rejects(me.verifyPin(site.rightPin()), RateLimitedError);
  assert.equal(site.verificationCount(), 5);
});

test("an error of the status names no operation, since the API has no such operation", async () => {
  const error = await (await openSite())
    .openPage({ session: null })
    .status()
    .catch((error) => error);
  assert.ok(!("operation" in error));
  assert.match(error.message, /^status: /);
});

test("without a session every call rejects with WrongCredentialsError", async () => {
  const site = await openSite();
  const page = site.openPage({ session: null });
  for (const call of [() => page.me.authenticateUsingSms(), () => page.me.verifyPin("123456"), () => page.status()]) {
    await assert.rejects(call, WrongCredentialsError);
  }
  assert.equal(site.smsCount(), 0);
});

test("a PIN before any start rejects with NoSuchResourceError", async () => {
  const site = await openSite();
  await assert.rejects(site.openPage().me.verifyPin("123456"), NoSuchResourceError);
  assert.equal(site.verificationCount(), 0);
});

test("a ticket from the site's backend identifies the user", async () => {
  const issuer = tickets("0123456789abcdef0123456789abcdef");
  const site = await openSite({ identify: issuer.identify });
  const { me } = site.openPage({ ticket: await issuer.mint(site.user.id) });
  await me.authenticateUsingSms();
  assert.equal((await me.verifyPin(site.rightPin())).verified, true);
  await assert.rejects(
    site.openPage({ ticket: await issuer.mint("someone-else") }).me.verifyPin("123456"),
    NoSuchResourceError,
  );
});

test("the page sends neither the password nor a user's id", async () => {
  const site = await openSite();
  const page = site.openPage();
  await page.me.authenticateUsingSms();
  await page.me.verifyPin(site.rightPin());
  await page.status();
  assert.equal(site.sentByPage.length, 3);
  for (const request of site.sentByPage) {
    const text = JSON.stringify([request.url, ...request.headers]) + (await request.text());
    assert.equal(request.headers.get("x-service-auth"), null);
    for (const secret of [site.user.id, `${site.sandbox.username}:`]) assert.ok(!text.includes(secret), text);
  }
});
