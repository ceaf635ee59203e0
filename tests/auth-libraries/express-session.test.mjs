import assert from "node:assert/strict";
import { test } from "node:test";
import { testEach } from "../gateway/apis.mjs";
import { testLimits } from "./login-limits.mjs";
import { openSite, password, wrongPin } from "./login-site.mjs";

const phoneNumber = "+3725555555";
const open = (t) => openSite(t, "express-session");
const enterPassword = (browser, username) => browser.submit("/login", { username, password });
const enterPin = (browser, pin) => browser.submit("/login/pin", { pin });
const account = async (browser) => (await browser.get("/account")).text();

testEach("only a user who passes both factors is logged in", async (t) => {
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
  assert.equal(
    (await enterPin(browser, pin)).headers.get("location"),
    "/account",
    "a second click after the first one has logged in",
  );
  assert.equal(await account(browser), `logged in as ${site.user.id}`);
});

testEach("a device that the user trusts is not asked for a PIN again, until it is forgotten", async (t) => {
  const site = await open(t);
  const browser = site.open();
  await enterPassword(browser, site.user.id);
  await browser.submit("/login/pin", { pin: site.readPin(phoneNumber), trust: "on" });
  const first = browser.cookies.get("__Host-trusted-device");
  browser.cookies.delete("__Host-session");
  assert.equal((await enterPassword(browser, site.user.id)).headers.get("location"), "/account");
  assert.equal(await account(browser), `logged in as ${site.user.id}`);
  assert.notEqual(browser.cookies.get("__Host-trusted-device"), first, "a new cookie at each use");
  assert.equal(site.smsCount(), 1);

  assert.equal((await browser.submit("/login", { username: site.user.id, password: "wrong" })).status, 401);
  const other = site.open();
  assert.equal((await enterPassword(other, site.user.id)).status, 200);
  await (await site.load("verigator.js")).forgetDevices(site.user.id);
  browser.cookies.delete("__Host-session");
  assert.notEqual((await enterPassword(browser, site.user.id)).headers.get("location"), "/account");
});

test("forms of other sites neither log a visitor out nor use up the limit of an address", async (t) => {
  const site = await open(t);
  const browser = site.open();
  await enterPassword(browser, site.user.id);
  await enterPin(browser, site.readPin(phoneNumber));
  const foreign = site.open({ pageOrigin: "https://evil.example" });
  for (const [name, value] of browser.cookies) foreign.cookies.set(name, value);
  for (const path of ["/login", "/login/pin", "/login/resend"]) {
    assert.equal((await foreign.submit(path, { username: site.user.id, password, pin: "000000" })).status, 403, path);
  }
  assert.equal(await account(browser), `logged in as ${site.user.id}`);
  assert.equal(site.smsCount(), 1);
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

testLimits({
  open,
  phoneNumber,
  enterPassword,
  enterPin,
  account,
  resend: (browser) => browser.submit("/login/resend"),
  assertRefused: ({ status }) => assert.equal(status, 401),
  assertFailed: ({ status }) => assert.equal(status, 503),
});
