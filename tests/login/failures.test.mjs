/** Rejected PINs, denied and failed requests, and lost responses. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { ConnectionError, RateLimitedError, WrongCredentialsError } from "verigator";
import { createLogin } from "verigator/login";
import { loseResponses, openPage, openSite, openWaitingPage } from "./site.mjs";

test("a start whose response is lost waits for a PIN that may have been sent", async (t) => {
  const site = await openSite(t);
  const { login } = openPage();
  loseResponses(site, "POST");
  await login.start("sms");
  assert.deepEqual([login.state.step, login.state.mayHaveSent], ["waiting", true]);
  assert.ok(login.state.error instanceof ConnectionError);
  site.intercept = (request, respond) => respond(request);
  await login.verify(site.rightPin());
  assert.equal(login.state.step, "verified");
});

test("a start whose response is lost waits for a PIN although the status is lost as well", async (t) => {
  const site = await openSite(t);
  const { login } = openPage();
  let isLost = false;
  site.intercept = async (request, respond) => {
    const response = await respond(request);
    isLost ||= request.method === "POST";
    if (isLost) throw new TypeError("fetch failed");
    return response;
  };
  await login.start("sms");
  const { error, ...state } = login.state;
  assert.deepEqual(state, { step: "waiting", requestedMethod: "sms", mayHaveSent: true });
});

test("a start that never arrived has failed, and nothing may have been sent", async (t) => {
  const site = await openSite(t);
  const { login } = openPage();
  site.intercept = (request, respond) =>
    request.method === "POST" ? Promise.reject(new TypeError("fetch failed")) : respond(request);
  await login.start("sms");
  assert.deepEqual(
    [login.state.step, login.state.mayHaveSent, login.state.error.code],
    ["failed", undefined, "connection"],
  );
});

test("a start without a connection asks for nothing that costs money", async (t) => {
  const site = await openSite(t);
  const { login } = openPage();
  site.intercept = () => Promise.reject(new TypeError("fetch failed"));
  await login.start("sms");
  assert.deepEqual([login.state.step, login.state.error.code, site.sent()], ["failed", "connection", []]);
});

test("a resend that never arrived leaves the earlier PIN valid", async (t) => {
  const site = await openSite(t);
  const { login } = await openWaitingPage();
  site.advance(30_000);
  site.intercept = (request, respond) =>
    request.method === "POST" ? Promise.reject(new TypeError("fetch failed")) : respond(request);
  await login.resend();
  const { step, mayHaveSent, attemptsLeft, error } = login.state;
  assert.deepEqual([step, mayHaveSent, attemptsLeft, error.code], ["waiting", undefined, 5, "connection"]);
  site.intercept = (request, respond) => respond(request);
  await login.verify(site.rightPin());
  assert.equal(login.state.step, "verified");
});

test("a resend whose response is lost may have replaced the PIN", async (t) => {
  const site = await openSite(t);
  const { login } = await openWaitingPage();
  site.advance(30_000);
  loseResponses(site, "POST");
  await login.resend();
  assert.deepEqual([login.state.step, login.state.mayHaveSent, site.messages().length], ["waiting", true, 2]);
});

test("a start that the browser repeats after a lost response, too early, may have sent", async (t) => {
  const site = await openSite(t);
  const { login } = openPage();
  site.intercept = async (request, respond) => {
    const repeat = request.clone();
    const response = await respond(request);
    return request.method === "POST" ? respond(repeat) : response;
  };
  await login.start("sms");
  assert.deepEqual([login.state.step, login.state.mayHaveSent, site.messages().length], ["waiting", true, 1]);
});

test("a failure of the API after which an SMS may be on its way is one that may have sent", async (t) => {
  const site = await openSite(t);
  const { login } = openPage();
  site.sandbox.faults.next({ kind: "status", status: 500 });
  await login.start("sms");
  assert.deepEqual([login.state.step, login.state.mayHaveSent, login.state.error.code], ["waiting", true, "internal"]);
});

test("a right PIN whose response is lost is verified", async (t) => {
  const site = await openSite(t);
  const { login } = await openWaitingPage();
  loseResponses(site, "POST");
  await login.verify(site.rightPin());
  assert.deepEqual(login.state, { step: "verified", method: "sms" });
});

test("a wrong PIN whose response is lost leaves the attempts that the gateway counts", async (t) => {
  const site = await openSite(t);
  const { login } = await openWaitingPage();
  loseResponses(site, "POST");
  await login.verify(site.wrongPin());
  const { step, rejection, attemptsLeft, error } = login.state;
  assert.deepEqual([step, rejection, attemptsLeft, error.code], ["waiting", undefined, 4, "connection"]);
});

test("a wrong PIN counts down although the status is lost", async (t) => {
  const site = await openSite(t);
  const { login } = await openWaitingPage();
  site.intercept = (request, respond) =>
    request.method === "GET" ? Promise.reject(new TypeError("fetch failed")) : respond(request);
  await login.verify(site.wrongPin());
  assert.deepEqual([login.state.step, login.state.rejection, login.state.attemptsLeft], ["waiting", "invalid", 4]);
});

test("a resend within the cooldown keeps the PIN and says when the next one is allowed", async (t) => {
  const site = await openSite(t);
  const { login } = await openWaitingPage();
  site.advance(10_000);
  const before = Date.now();
  await login.resend();
  assert.ok(login.state.error instanceof RateLimitedError);
  assert.deepEqual([login.state.step, login.state.mayHaveSent, site.messages().length], ["waiting", undefined, 1]);
  assert.ok(login.state.resendAt - before >= 20_000);
  await login.verify(site.rightPin());
  assert.equal(login.state.step, "verified");
});

test("a start that a limit denies has failed, and says when the next one is allowed", async (t) => {
  await openSite(t, { policy: { sendsGlobal: { count: 0, seconds: 3600 } } });
  const { login } = openPage();
  const before = Date.now();
  await login.start("sms");
  assert.deepEqual([login.state.step, login.state.error.code], ["failed", "rate_limited"]);
  assert.ok(login.state.resendAt > before);
});

test("the last wrong PIN ends the authentication", async (t) => {
  const site = await openSite(t);
  const { login } = await openWaitingPage();
  for (let offset = 1; offset <= 5; offset += 1) await login.verify(site.wrongPin(offset));
  const { step, rejection, attemptsLeft, error } = login.state;
  assert.deepEqual([step, rejection, attemptsLeft, error], ["failed", "throttled", 0, undefined]);
  await login.verify(site.rightPin());
  assert.deepEqual([login.state.step, login.state.rejection, login.state.error], ["failed", "throttled", undefined]);
});

test("a PIN that is too late has expired", async (t) => {
  const site = await openSite(t);
  const { login } = await openWaitingPage();
  site.advance(600_000);
  await login.verify(site.rightPin());
  assert.deepEqual([login.state.step, login.state.rejection, login.state.error], ["failed", "expired", undefined]);
  await login.start("sms");
  await login.verify(site.rightPin());
  assert.equal(login.state.step, "verified");
});

test("resume finds that the PIN has expired", async (t) => {
  const site = await openSite(t);
  const { login } = await openWaitingPage();
  site.advance(600_000);
  await login.resume();
  assert.deepEqual([login.state.step, login.state.rejection], ["failed", "expired"]);
  await login.resume();
  assert.deepEqual([login.state.step, login.state.rejection], ["failed", "expired"]);
});

test("a verified login is idle again once the gateway no longer knows of it", async (t) => {
  const site = await openSite(t);
  const { login } = await openWaitingPage();
  await login.verify(site.rightPin());
  site.advance(600_000);
  await login.resume();
  assert.deepEqual(login.state, { step: "idle" });
});

test("text that cannot be a PIN is incomplete, and is not sent", async (t) => {
  const site = await openSite(t);
  const { login } = await openWaitingPage();
  for (const text of ["", "12", "12345a", "1".repeat(17)]) {
    await login.verify(text);
    assert.deepEqual([login.state.step, login.state.rejection], ["waiting", "incomplete"], text);
  }
  assert.equal(site.sent().length, 1);
});

test("a pinLength that no PIN can have is refused", () => {
  for (const pinLength of [3, 17, 6.5, "6", null])
    assert.throws(() => createLogin({ gateway: "/2fa", pinLength }), {
      name: "TypeError",
      message: `createLogin: expected pinLength from 4 to 16, got ${pinLength}`,
    });
});

test("a PIN of another length than pinLength is incomplete", async (t) => {
  const site = await openSite(t);
  const { login } = await openWaitingPage({ pinLength: 6 });
  for (const text of ["12345", "1234567"]) {
    await login.verify(text);
    assert.equal(login.state.rejection, "incomplete");
  }
  await login.verify(site.rightPin());
  assert.equal(login.state.step, "verified");
});

test("without a session each action has the error of the client", async (t) => {
  const site = await openSite(t);
  const { login } = await openWaitingPage();
  site.session = "";
  await login.resume();
  assert.deepEqual([login.state.step, login.state.error.code], ["waiting", "wrong_credentials"]);
  await login.verify("123456");
  assert.equal(login.state.step, "failed");
  assert.ok(login.state.error instanceof WrongCredentialsError);
  await login.start("sms");
  assert.deepEqual([login.state.step, login.state.error.code], ["failed", "wrong_credentials"]);
});

test("a PIN of an authentication that another tab has replaced is rejected", async (t) => {
  const site = await openSite(t);
  const [one, other] = [await openWaitingPage(), openPage()];
  const replaced = site.rightPin();
  site.advance(30_000);
  await other.login.start("sms");
  assert.equal(other.login.state.replacesEarlier, true);
  await one.login.verify(replaced);
  assert.deepEqual([one.login.state.step, one.login.state.rejection], ["waiting", "invalid"]);
});
