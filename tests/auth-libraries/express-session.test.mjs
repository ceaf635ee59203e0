import assert from "node:assert/strict";
import { test } from "node:test";
import { openSite, password, wrongPin } from "./login-site.mjs";

const phoneNumber = "+3725555555";
const open = (t) => openSite(t, "express-session");
const enterPassword = (browser, username) => browser.submit("/login", { username, password });
const enterPin = (browser, pin) => browser.submit("/login/pin", { pin });
const account = async (browser) => (await browser.get("/account")).text();

test("only a user who passes both factors is logged in", async (t) => {
  const site = await open(t);
  const browser = site.open();
  assert.equal((await browser.submit("/login", { username: site.user.id, password: "wrong" })).status, 401);
  assert.equal(site.smsCount(), 0);
  assert.equal((await enterPassword(browser, site.user.id)).status, 200);
  assert.equal(await account(browser), "Unauthorized");
  const pin = site.readPin(phoneNumber);
  assert.equal((await enterPin(browser, wrongPin(pin))).status, 401);
  assert.equal(await account(browser), "Unauthorized");
  assert.equal((await enterPin(browser, pin)).headers.get("location"), "/account");
  assert.equal(await account(browser), `logged in as ${site.user.id}`);
});

test("each factor gives the session a new id, and the old ones are worth nothing", async (t) => {
  const site = await open(t);
  const browser = site.open();
  const ids = [];
  const noteId = () => ids.push(browser.cookies.get("__Host-session"));
  await enterPassword(browser, site.user.id);
  noteId();
  // An attacker who made the victim use this session must not share what the victim does in it.
  await enterPassword(browser, site.user.id);
  noteId();
  await enterPin(browser, site.readPin(phoneNumber));
  noteId();
  assert.equal(new Set(ids).size, 3);
  for (const id of ids.slice(0, 2)) {
    const thief = site.open();
    thief.cookies.set("__Host-session", id);
    assert.equal(await account(thief), "Unauthorized");
  }
});

test("a PIN without a first factor, or long after it, is not even checked", async (t) => {
  const site = await open(t);
  assert.equal((await enterPin(site.open(), "123456")).headers.get("location"), "/login");
  assert.equal((await site.open().submit("/login/resend")).headers.get("location"), "/login");
  const browser = site.open();
  await enterPassword(browser, site.user.id);
  t.mock.timers.enable({ apis: ["Date"], now: Date.now() + 600_000 });
  assert.equal((await enterPin(browser, site.readPin(phoneNumber))).headers.get("location"), "/login");
  assert.equal(site.verificationCount(), 0);
});

test("the right PIN of one user logs no other user in", async (t) => {
  const site = await open(t);
  const other = await site.service.registerUser("bob", "+3725555556");
  const browser = site.open();
  await enterPassword(site.open(), other.id);
  await enterPassword(browser, site.user.id);
  assert.notEqual(site.readPin("+3725555556"), site.readPin(phoneNumber));
  assert.equal((await enterPin(browser, site.readPin("+3725555556"))).status, 401);
});

test("after five wrong PINs not even the right one is accepted", async (t) => {
  const site = await open(t);
  const browser = site.open();
  await enterPassword(browser, site.user.id);
  const pin = site.readPin(phoneNumber);
  for (let count = 0; count < 5; count += 1) assert.equal((await enterPin(browser, wrongPin(pin))).status, 401);
  assert.equal((await enterPin(browser, pin)).status, 401);
  assert.equal(site.verificationCount(), 5);
  for (const malformed of ["", "12 34", "abcdef", "1".repeat(5000)]) assert.equal((await enterPin(browser, malformed)).status, 401);
  assert.equal(site.verificationCount(), 5);
});

test("SMS are limited, whether by a resend or by the password again", async (t) => {
  const site = await open(t);
  const browser = site.open();
  await enterPassword(browser, site.user.id);
  const response = await browser.submit("/login/resend");
  assert.equal(response.status, 429);
  assert.match(response.headers.get("retry-after"), /^(30|29)$/);
  assert.equal((await enterPassword(site.open(), site.user.id)).status, 429);
  assert.equal(site.smsCount(), 1);
});

test("one address is limited, and cannot pretend to be others", async (t) => {
  const site = await open(t);
  const statuses = [];
  for (let index = 0; index < 11; index += 1) {
    const { id } = await site.service.registerUser(`user-${index}`, "+3725555556");
    statuses.push((await enterPassword(site.open({ claimedAddress: `198.51.100.${index}` }), id)).status);
  }
  assert.deepEqual(statuses, [...Array(10).fill(200), 429]);
});

test("nothing that the server prints holds a PIN, a phone number or a password", async (t) => {
  const site = await open(t);
  const browser = site.open();
  await enterPassword(browser, site.user.id);
  const pin = site.readPin(phoneNumber);
  await enterPin(browser, wrongPin(pin));
  site.sandbox.faults.next({ kind: "status", status: 503 });
  assert.equal((await enterPin(browser, pin)).status, 503);
  assert.match(site.printed(), /503/);
  for (const text of [pin, wrongPin(pin), phoneNumber, password, site.sandbox.password]) assert.ok(!site.printed().includes(text), text);
});
