/** What a login promises to those who watch it. */
import assert from "node:assert/strict";
import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { VerigatorError } from "verigator";
import { tickets } from "verigator/gateway";
import { createLogin } from "verigator/login";
import { openPage, openSite, openWaitingPage, phoneNumber } from "./site.mjs";

const dayMs = 86_400_000;

test("snapshots are frozen, and the same object until something changes", async (t) => {
  await openSite(t);
  const { login, snapshots } = await openWaitingPage();
  const before = login.state;
  await login.resume();
  assert.equal(login.state, before);
  assert.ok(snapshots.every(Object.isFrozen));
  assert.equal(snapshots.at(-1), before);
});

test("subscribe needs no this, and returns what ends it", async (t) => {
  await openSite(t);
  const { subscribe, start } = createLogin({ gateway: "https://shop.example/2fa" });
  const steps = [];
  const end = subscribe(({ step }) => {
    steps.push(step);
    if (step === "sending") end();
  });
  await start("sms");
  assert.deepEqual(steps, ["sending"]);
});

test("a listener that is subscribed twice is called twice, and once after one of them has ended", async (t) => {
  await openSite(t);
  const { login } = openPage();
  const steps = [];
  const listener = ({ step }) => steps.push(step);
  const end = login.subscribe(listener);
  login.subscribe(listener);
  end();
  end();
  await login.start("sms");
  assert.deepEqual(steps, ["sending", "waiting"]);
});

test("a listener that throws keeps no other from its notification", async (t) => {
  await openSite(t);
  const rejected = t.mock.method(Promise, "reject", () => {});
  const login = createLogin({ gateway: "https://shop.example/2fa" });
  const steps = [];
  login.subscribe(() => {
    throw new Error("of the listener");
  });
  login.subscribe(({ step }) => steps.push(step));
  await login.start("sms");
  assert.deepEqual(steps, ["sending", "waiting"]);
  assert.deepEqual(
    rejected.mock.calls.map(({ arguments: [error] }) => error.message),
    ["of the listener", "of the listener"],
  );
});

for (const aheadMs of [dayMs, -dayMs]) {
  test(`times are right although the page's clock is ${aheadMs > 0 ? "ahead" : "behind"}`, async (t) => {
    const site = await openSite(t);
    const pageNow = site.clock.now + aheadMs;
    t.mock.method(Date, "now", () => pageNow);
    const { login } = await openWaitingPage();
    // The header Date has whole seconds.
    const assertNear = (time, expectedMs) => assert.ok(Math.abs(time - pageNow - expectedMs) <= 1_000, String(time));
    assertNear(login.state.resendAt, 30_000);
    assertNear(login.state.expiresAt, 600_000);
    await login.resend();
    assert.equal(login.state.error.code, "rate_limited");
    assertNear(login.state.resendAt, 30_000);
  });
}

test("a status with the time of the server corrects the page's clock to the millisecond", async (t) => {
  const now = 1_700_000_000_123;
  t.mock.method(Date, "now", () => now + dayMs);
  const expiresAt = new Date(now + 600_000);
  const status = async () => ({ started: true, verified: false, expiresAt, now: new Date(now) });
  const login = createLogin({ me: {}, status });
  await login.resume();
  assert.equal(login.state.expiresAt - now, dayMs + 600_000);
});

test("the page's clock is believed if nothing tells another", async () => {
  const expiresAt = new Date(1_700_000_000_000);
  const login = createLogin({ me: {}, status: async () => ({ started: true, verified: false, expiresAt }) });
  await login.resume();
  assert.deepEqual(login.state, { step: "waiting", expiresAt });
});

test("no snapshot has a PIN, a ticket or a phone number", async (t) => {
  const { mint, identify } = tickets("0123456789abcdef0123456789abcdef");
  const site = await openSite(t, { identify });
  const ticket = await mint(site.user.id);
  const { login, snapshots } = await openWaitingPage({ ticket: () => ticket });
  const pins = [site.wrongPin(), site.rightPin()];
  await login.resend();
  for (const pin of pins) await login.verify(pin);
  assert.equal(login.state.step, "verified");
  const text = JSON.stringify(snapshots.map((state) => ({ ...state, stack: state.error?.stack })));
  for (const secret of [...pins, ticket, phoneNumber]) assert.ok(!text.includes(secret), secret);
});

test("mistakes of the page's author reject, and send nothing", async (t) => {
  const site = await openSite(t);
  const { login } = openPage();
  await assert.rejects(login.start("fax"), /^TypeError: start: expected sms or totp, got fax$/);
  await assert.rejects(login.start("toString"), TypeError);
  await assert.rejects(login.verify(123456), /^TypeError: normalizePin: expected a string, got number$/);
  assert.throws(() => createLogin({}), /^TypeError: createLogin: expected gateway to be a URL, got undefined$/);
  assert.deepEqual([login.state, site.requests], [{ step: "idle" }, []]);
});

test("an option that the client refuses is the error of the first action", async () => {
  const login = createLogin({ gateway: "https://shop.example/2fa", timeoutMs: -1 });
  await login.start("sms");
  assert.deepEqual([login.state.step, login.state.error.code], ["failed", "invalid_invocation"]);
});

test("a client that cannot be loaded is a failed connection, and is loaded again by the next action", async (t) => {
  const folder = await mkdtemp(join(tmpdir(), "verigator-login-"));
  t.after(() => rm(folder, { recursive: true }));
  // The copy has no client.
  const installed = join(import.meta.dirname, "node_modules/verigator");
  for (const part of ["login", "normalize-pin.js", "package.json"])
    await cp(join(installed, part), join(folder, part), { recursive: true });
  const { createLogin } = await import(pathToFileURL(join(folder, "login/login.js")));
  const login = createLogin({ gateway: "https://shop.example/2fa" });
  await login.start("sms");
  const { step, error } = login.state;
  assert.deepEqual([step, error.name, error.code, error.retryable], ["failed", "ConnectionError", "connection", true]);
  assert.ok(VerigatorError.is(error));
  assert.match(error.message, /^login: the client could not be loaded: /);
  assert.deepEqual(Object.keys(error.toJSON()).sort(), ["attempts", "code", "message", "name", "retryable"]);
});
