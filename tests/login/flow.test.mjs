/** A login from its start to the right PIN, in one page or in several. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { createLogin } from "verigator/login";
import { openPage, openSite, openWaitingPage, phoneNumber } from "./site.mjs";

test("a login is idle, and sends nothing before its first action", async (t) => {
  const site = await openSite(t);
  const { login } = openPage();
  assert.deepEqual(login.state, { step: "idle" });
  assert.deepEqual(site.requests, []);
});

test("a user is verified after a wrong PIN", async (t) => {
  const site = await openSite(t);
  const { login, steps } = await openWaitingPage();
  assert.equal(site.messages().length, 1);
  assert.deepEqual([login.state.method, login.state.requestedMethod, login.state.attemptsLeft], ["sms", "sms", 5]);
  await login.verify(site.wrongPin());
  assert.deepEqual([login.state.step, login.state.rejection, login.state.attemptsLeft], ["waiting", "invalid", 4]);
  await login.verify(site.rightPin());
  assert.deepEqual(login.state, { step: "verified", method: "sms" });
  assert.deepEqual(steps(), ["sending", "waiting", "verifying", "waiting", "verifying", "verified"]);
});

test("digits of any script with spaces are a PIN", async (t) => {
  const site = await openSite(t);
  const { login } = await openWaitingPage();
  const wide = site.rightPin().replace(/\d/g, (digit) => String.fromCodePoint(0xff10 + Number(digit)));
  await login.verify(` ${wide.slice(0, 3)} ${wide.slice(3)} `);
  assert.equal(login.state.step, "verified");
});

test("a user without the app gets an SMS, and the state has both methods", async (t) => {
  await openSite(t);
  const { login } = openPage();
  await login.start("totp");
  assert.deepEqual([login.state.method, login.state.requestedMethod], ["sms", "totp"]);
});

test("a user with the app verifies its code", async (t) => {
  const site = await openSite(t);
  const device = site.sandbox.devices.attach(phoneNumber);
  const { login } = openPage();
  await login.start("totp");
  assert.equal(login.state.method, "totp");
  await login.verify(device.code(site.user.id));
  assert.equal(login.state.step, "verified");
});

test("a reloaded page waits for the PIN that an earlier one requested", async (t) => {
  const site = await openSite(t);
  const { state: before } = (await openWaitingPage()).login;
  const { login } = openPage();
  await login.resume();
  assert.deepEqual([login.state.step, login.state.method, login.state.attemptsLeft], ["waiting", "sms", 5]);
  for (const time of ["resendAt", "expiresAt"]) assert.ok(Math.abs(login.state[time] - before[time]) < 1_000, time);
  await login.verify(site.rightPin());
  assert.equal(login.state.step, "verified");
});

test("a reloaded page of a verified user is verified", async (t) => {
  const site = await openSite(t);
  await (await openWaitingPage()).login.verify(site.rightPin());
  const { login } = openPage();
  await login.resume();
  assert.deepEqual(login.state, { step: "verified", method: "sms" });
});

test("resume leaves a login idle if nothing was started, and tells nobody", async (t) => {
  await openSite(t);
  const { login, snapshots } = openPage();
  await login.resume();
  assert.deepEqual([login.state, snapshots], [{ step: "idle" }, []]);
});

test("the PIN that another tab has verified is verified in this one, and not expired", async (t) => {
  const site = await openSite(t);
  const [one, other] = [await openWaitingPage(), openPage()];
  await other.login.resume();
  await one.login.verify(site.rightPin());
  await other.login.verify(site.rightPin());
  assert.equal(other.login.state.step, "verified");
});

test("a start sends nothing to a user whom another tab has verified, and a second start does", async (t) => {
  const site = await openSite(t);
  const [one, other] = [await openWaitingPage(), openPage()];
  await one.login.verify(site.rightPin());
  site.advance(60_000);
  await other.login.start("sms");
  assert.deepEqual([other.login.state.step, site.messages().length], ["verified", 1]);
  await other.login.start("sms");
  assert.deepEqual([other.login.state.step, site.messages().length], ["waiting", 2]);
});

test("a resend replaces the earlier PIN", async (t) => {
  const site = await openSite(t);
  const { login } = await openWaitingPage();
  const earlier = site.rightPin();
  await login.verify(site.wrongPin());
  site.advance(30_000);
  await login.resend();
  const { step, replacesEarlier, attemptsLeft, rejection } = login.state;
  assert.deepEqual([step, replacesEarlier, attemptsLeft, rejection], ["waiting", true, 5, undefined]);
  await login.verify(earlier);
  assert.equal(login.state.rejection, "invalid");
  await login.verify(site.rightPin());
  assert.equal(login.state.step, "verified");
});

test("a resend uses the method that was requested last", async (t) => {
  const site = await openSite(t);
  const { login } = openPage();
  await login.start("totp");
  site.advance(30_000);
  await login.resend();
  assert.deepEqual(site.sent(), [{ method: "totp" }, { method: "totp" }]);
});

test("a login of a user of the API itself needs no gateway", async (t) => {
  const { sandbox, user, rightPin, messages } = await openSite(t);
  sandbox.devices.attach(phoneNumber);
  const login = createLogin({ me: user, status: async () => ({ started: messages().length > 0, verified: false }) });
  await login.start("sms");
  assert.equal(login.state.step, "waiting");
  await login.verify(rightPin());
  assert.equal(login.state.step, "verified");
});
