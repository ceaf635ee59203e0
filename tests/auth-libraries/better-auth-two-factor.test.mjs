import assert from "node:assert/strict";
import { test } from "node:test";
import { testEach } from "../gateway/apis.mjs";
import { openAuth, post } from "./better-auth-site.mjs";
import { password, wrongPin } from "./login-site.mjs";

const phoneNumber = "+3725555557";
const email = "ann@example.com";
const open = (t) => openAuth(t, "two-factor.js");
const signUp = (browser, address = email) => post(browser, "/sign-up/email", { email: address, password, name: "Ann" });
const signIn = (browser, address = email) => post(browser, "/sign-in/email", { email: address, password });
const setNumber = (browser, fields) => post(browser, "/two-factor/phone-number", { phoneNumber, password, ...fields });
const send = (browser) => post(browser, "/two-factor/send-otp", {});
const verify = (browser, code, fields) => post(browser, "/two-factor/verify-otp", { code, ...fields });

/** Signs up a user with a second factor; a minute passes. Returns the user's browser and id. */
async function enroll(t, site, fields = {}) {
  const browser = site.open({ address: "192.0.2.200" });
  const { user } = (await signUp(browser, fields.email)).body;
  assert.equal((await setNumber(browser, { phoneNumber: fields.phoneNumber ?? phoneNumber })).status, 200);
  assert.equal((await send(browser)).status, 200);
  assert.equal(
    (await verify(browser, site.readPin(fields.phoneNumber ?? phoneNumber))).body.user.twoFactorEnabled,
    true,
  );
  wait(t, 60_000);
  return { browser, id: user.id };
}

function wait(t, milliseconds) {
  const now = Date.now() + milliseconds;
  t.mock.timers.reset();
  t.mock.timers.enable({ apis: ["Date"], now });
}

testEach("once a PIN has enabled the second factor, only a user who passes both factors is logged in", async (t) => {
  const site = await open(t);
  const { id } = await enroll(t, site);
  const browser = site.open();
  assert.deepEqual((await signIn(browser)).body, { twoFactorRedirect: true, twoFactorMethods: ["otp"] });
  assert.equal(await site.account(browser), "Unauthorized");
  assert.equal((await send(browser)).status, 200);
  const pin = site.readPin(phoneNumber);
  assert.equal((await verify(browser, wrongPin(pin))).body.code, "INVALID_CODE");
  assert.equal(await site.account(browser), "Unauthorized");
  const before = new Map(browser.cookies);
  assert.equal((await verify(browser, pin)).status, 200);
  assert.equal(await site.account(browser), `logged in as ${id}`);

  const thief = site.open({ address: "192.0.2.66" });
  for (const [name, value] of before) thief.cookies.set(name, value);
  assert.equal(await site.account(thief), "Unauthorized");
  assert.equal((await verify(thief, pin)).status, 401, "the first factor is used up");
});

test("a wrong PIN does not enable the second factor, and nothing else does", async (t) => {
  const site = await open(t);
  const browser = site.open();
  await signUp(browser);
  assert.equal((await send(browser)).body.code, "NO_SECOND_FACTOR");
  await setNumber(browser);
  await send(browser);
  assert.equal((await verify(browser, wrongPin(site.readPin(phoneNumber)))).status, 401);
  for (const path of ["enable", "get-totp-uri", "verify-totp", "generate-backup-codes", "verify-backup-code"]) {
    assert.equal(
      (await post(browser, `/two-factor/${path}`, { password, method: "otp", code: "123456" })).status,
      404,
      path,
    );
  }
  assert.deepEqual(await site.query('SELECT "twoFactorEnabled" FROM "user"'), [{ twoFactorEnabled: false }]);
});

test("a session sets a phone number only with the password, and never in place of one that is verified", async (t) => {
  const site = await open(t);
  assert.equal((await setNumber(site.open())).status, 401);
  const { browser } = await enroll(t, site);
  assert.equal((await setNumber(browser, { password: "wrong" })).body.code, "INVALID_PASSWORD");
  assert.equal((await setNumber(browser, { phoneNumber: "+3725555558" })).body.code, "TWO_FACTOR_ENABLED");
  assert.equal((await setNumber(browser, { phoneNumber: "+372 555" })).body.code, "INVALID_PHONE_NUMBER");
  for (let count = 4; count < 10; count += 1) await setNumber(browser);
  const limited = await setNumber(browser);
  assert.equal(limited.status, 429, "ten requests in a row");
  assert.match(limited.headers.get("x-retry-after"), /^\d+$/);
  assert.equal(site.registrationCount(), 1);
  await post(browser, "/update-user", { verigatorId: "another" });
  assert.notEqual((await site.query('SELECT "verigatorId" FROM "user"'))[0].verigatorId, "another");
});

test("accounts and requests that name one number share its Verigator user, and so its limits", async (t) => {
  const site = await open(t);
  const statuses = [];
  for (const [index, number] of ["+447911123456", "+4407911123456", "+447911123456"].entries()) {
    const browser = site.open({ address: `198.51.100.${index}` });
    await signUp(browser, `user-${index}@example.com`);
    for (let count = 0; count < 3; count += 1) await setNumber(browser, { phoneNumber: number });
    statuses.push((await send(browser)).status);
  }
  assert.deepEqual(statuses, [200, 429, 429]);
  assert.equal(site.registrationCount(), 1);
  assert.equal(site.smsCount("+447911123456"), 1);
});

test("the code of better-auth and the one in its database are neither sent nor right", async (t) => {
  const site = await open(t);
  await enroll(t, site);
  const browser = site.open();
  await signIn(browser);
  await send(browser);
  const [{ value }] = await site.query("SELECT value FROM verification WHERE identifier LIKE '2fa-otp-%'");
  assert.equal(value, "checked by Verigator:0");
  assert.equal((await verify(browser, "checked by Verigator")).status, 401);
  assert.equal(await site.account(browser), "Unauthorized");
});

test("the PIN of one user logs no other user in", async (t) => {
  const site = await open(t);
  await enroll(t, site);
  const attacker = await enroll(t, site, { email: "eve@example.com", phoneNumber: "+3725555558" });
  const victim = site.open({ address: "192.0.2.66" });
  await signIn(victim);
  await send(victim);
  wait(t, 60_000);
  await send(attacker.browser);
  assert.equal((await verify(victim, site.readPin("+3725555558"))).status, 401);

  // With the victim's password and a session of his own, which ends while his PIN is checked.
  const both = site.open({ address: "192.0.2.67" });
  for (const [name, value] of [...victim.cookies, ...attacker.browser.cookies])
    if (value) both.cookies.set(name, value);
  assert.equal((await verify(both, site.readPin("+3725555558"))).body.code, "SIGN_OUT_FIRST");
});

test("no device is trusted to skip the second factor", async (t) => {
  const site = await open(t);
  await enroll(t, site);
  const browser = site.open();
  await signIn(browser);
  await send(browser);
  assert.equal((await verify(browser, site.readPin(phoneNumber), { trustDevice: true })).status, 200);
  assert.deepEqual(
    [...browser.cookies.keys()].filter((name) => name.includes("trust")),
    [],
  );
  await post(browser, "/sign-out", {});
  wait(t, 60_000);
  assert.equal((await signIn(browser)).body.twoFactorRedirect, true);
});

test("after five wrong PINs not even the right one is accepted, also in other browsers", async (t) => {
  const site = await open(t);
  await enroll(t, site);
  const first = site.open();
  await signIn(first);
  await send(first);
  const pin = site.readPin(phoneNumber);
  const verifications = site.verificationCount();
  const verifyFrom = async (index, code) => {
    const browser = site.open({ address: `198.51.100.${index}` });
    await signIn(browser);
    // Without an SMS, which would need a minute.
    return (await verify(browser, code)).status;
  };
  for (let index = 0; index < 5; index += 1) assert.equal(await verifyFrom(index, wrongPin(pin)), 401);
  assert.equal(await verifyFrom(5, pin), 429);
  assert.equal(site.verificationCount() - verifications, 5);
});

test("SMS are limited, and the response says until when", async (t) => {
  const site = await open(t);
  await enroll(t, site);
  const browser = site.open();
  await signIn(browser);
  assert.equal((await send(browser)).status, 200);
  const { status, headers } = await send(browser);
  assert.equal(status, 429);
  assert.match(headers.get("retry-after"), /^\d+$/);
  assert.equal(headers.get("x-retry-after"), headers.get("retry-after"), "as better-auth's own limit says it");
  assert.equal(site.smsCount(phoneNumber), 2);
});

test("an unknown user, a wrong password and a user without a second factor tell nothing about phone numbers", async (t) => {
  const site = await open(t);
  await enroll(t, site);
  const attempt = (address, secret) =>
    post(site.open({ address: `198.51.100.${secret.length}` }), "/sign-in/email", { email: address, password: secret });
  const [wrong, unknown] = [
    await attempt(email, "wrong password"),
    await attempt("nobody@example.com", "wrong password"),
  ];
  assert.deepEqual([wrong.status, wrong.body], [unknown.status, unknown.body]);
  const browser = site.open();
  await signIn(browser);
  assert.ok(!JSON.stringify((await post(browser, "/get-session")).body).includes(phoneNumber));
  assert.equal((await send(site.open({ address: "192.0.2.66" }))).status, 401);
});

test("nothing that the server prints or the pages get holds a PIN, a phone number or a password", async (t) => {
  const site = await open(t);
  await enroll(t, site);
  const browser = site.open();
  const { body } = await signIn(browser);
  site.sandbox.faults.next({ kind: "status", status: 503 });
  assert.equal((await send(browser)).status, 500);
  await send(browser);
  const pin = site.readPin(phoneNumber);
  site.sandbox.faults.next({ kind: "status", status: 503 });
  assert.equal((await verify(browser, pin)).status, 500);
  assert.match(site.printed(), /503/);
  const shown = site.printed() + JSON.stringify(body);
  for (const text of [pin, phoneNumber, phoneNumber.slice(1), password, site.sandbox.password, "verigatorId"])
    assert.ok(!shown.includes(text), text);
});
