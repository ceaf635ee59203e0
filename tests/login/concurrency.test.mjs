/** Actions while others are under way. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { hold, openPage, openSite, openWaitingPage } from "./site.mjs";

test("starts at once are one message, whichever method they request", async (t) => {
  const site = await openSite(t);
  const { login } = openPage();
  await Promise.all([login.start("sms"), login.start("totp"), login.resend()]);
  assert.deepEqual(site.sent(), [{ method: "sms" }]);
});

test("a listener that starts again while a start begins joins it", async (t) => {
  const site = await openSite(t);
  const { login } = openPage();
  const again = [];
  login.subscribe(({ step }) => step === "sending" && again.push(login.start("sms")));
  const first = login.start("sms");
  await first;
  assert.deepEqual([again.length, again[0] === first], [1, true]);
  assert.deepEqual(site.sent(), [{ method: "sms" }]);
});

test("the same PIN twice at once is one request, however it is written", async (t) => {
  const site = await openSite(t);
  const { login } = await openWaitingPage();
  const pin = site.rightPin();
  await Promise.all([login.verify(pin), login.verify(`${pin.slice(0, 3)}-${pin.slice(3)}`)]);
  assert.equal(login.state.step, "verified");
  assert.deepEqual(site.sent().slice(1), [{ token: pin }]);
});

test("another PIN waits for the one that is being verified", async (t) => {
  const site = await openSite(t);
  const { login, steps } = await openWaitingPage();
  await Promise.all([login.verify(site.wrongPin()), login.verify(site.rightPin())]);
  assert.deepEqual(steps().slice(2), ["verifying", "waiting", "verifying", "verified"]);
});

test("a PIN after the right one is not sent", async (t) => {
  const site = await openSite(t);
  const { login } = await openWaitingPage();
  await Promise.all([login.verify(site.rightPin()), login.verify(site.wrongPin())]);
  await login.verify(site.wrongPin());
  assert.deepEqual([login.state.step, site.sent().length], ["verified", 2]);
});

test("a start waits for the PIN that is being verified, and sends nothing if that is right", async (t) => {
  const site = await openSite(t);
  const { login } = await openWaitingPage();
  site.advance(30_000);
  await Promise.all([login.verify(site.rightPin()), login.resend()]);
  assert.deepEqual([login.state.step, site.messages().length], ["verified", 1]);
});

test("a start waits for the PIN that is being verified, and sends if that is wrong", async (t) => {
  const site = await openSite(t);
  const { login } = await openWaitingPage();
  site.advance(30_000);
  await Promise.all([login.verify(site.wrongPin()), login.resend()]);
  assert.deepEqual([login.state.step, login.state.rejection, site.messages().length], ["waiting", undefined, 2]);
});

test("a PIN waits for the message that is being sent", async (t) => {
  const site = await openSite(t);
  const { login, steps } = await openWaitingPage();
  site.advance(30_000);
  const earlier = site.rightPin();
  await Promise.all([login.resend(), login.verify(earlier)]);
  assert.deepEqual(steps().slice(2), ["sending", "waiting", "verifying", "waiting"]);
  assert.equal(login.state.attemptsLeft, 4);
});

test("resume during another action waits for that, and asks nothing more", async (t) => {
  const site = await openSite(t);
  const { login } = openPage();
  await Promise.all([login.start("sms"), login.resume()]);
  assert.equal(login.state.step, "waiting");
  assert.equal(site.requests.filter(({ method }) => method === "GET").length, 2);
});

test("a status that comes late does not undo a start", async (t) => {
  const site = await openSite(t);
  const { login, steps } = openPage();
  const { arrived, release } = hold(site, "GET");
  const resuming = login.resume();
  await arrived;
  const starting = login.start("sms");
  release();
  await Promise.all([resuming, starting]);
  assert.deepEqual(steps(), ["sending", "waiting"]);
});

test("after a reset a late response changes nothing", async (t) => {
  const site = await openSite(t);
  const { login, snapshots } = openPage();
  const { arrived, release } = hold(site, "POST");
  const starting = login.start("sms");
  await arrived;
  login.reset();
  const { length } = snapshots;
  release();
  await starting;
  assert.deepEqual([login.state, snapshots.length], [{ step: "idle" }, length]);
});

test("a start that is reset before its message was requested sends none", async (t) => {
  const site = await openSite(t);
  const { login } = openPage();
  const { arrived, release } = hold(site, "GET");
  const starting = login.start("sms");
  await arrived;
  login.reset();
  release();
  await starting;
  assert.deepEqual(site.sent(), []);
});

test("a PIN that waited for a message is not sent after a reset", async (t) => {
  const site = await openSite(t);
  const { login } = openPage();
  const { arrived, release } = hold(site, "POST");
  const actions = [login.start("sms"), login.verify("123456")];
  await arrived;
  login.reset();
  release();
  await Promise.all(actions);
  assert.deepEqual(site.sent(), [{ method: "sms" }]);
});

test("an action after a reset does not wait for the one before it, nor ends with it", async (t) => {
  const site = await openSite(t);
  const { login } = openPage();
  const first = hold(site, "GET");
  const before = login.start("sms");
  await first.arrived;
  login.reset();
  const second = hold(site, "POST");
  const after = login.start("totp");
  await second.arrived;
  first.release();
  await before;
  assert.equal(login.state.step, "sending");
  second.release();
  await after;
  assert.deepEqual([login.state.step, site.sent()], ["waiting", [{ method: "totp" }]]);
});
