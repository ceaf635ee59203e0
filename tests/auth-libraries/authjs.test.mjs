import assert from "node:assert/strict";
import { test } from "node:test";
import { testEach } from "../gateway/apis.mjs";
import { testLimits } from "./login-limits.mjs";
import { openSite, password, wrongPin } from "./login-site.mjs";

const phoneNumber = "+3725555555";
const ticketCookie = "__Host-first-factor";
const sessionCookie = "__Secure-authjs.session-token";
const open = (t) => openSite(t, "authjs");
const enterPassword = (browser, username) => browser.post("/login", { username, password });
const account = async (browser) => (await browser.get("/account")).text();

/** Signs in as the form of Auth.js does. */
async function enterPin(browser, pin) {
  const { csrfToken } = await (await browser.get("/auth/csrf")).json();
  return browser.submit("/auth/callback/pin", { csrfToken, pin });
}

const assertRefused = (response) => assert.match(response.headers.get("location"), /error=CredentialsSignin/);

testEach("only a user who passes both factors is logged in", async (t) => {
  const site = await open(t);
  const browser = site.open();
  assert.equal((await browser.post("/login", { username: site.user.id, password: "wrong" })).status, 401);
  assert.equal(site.smsCount(), 0);
  assert.equal((await enterPassword(browser, site.user.id)).status, 204);
  assert.equal(await account(browser), "Unauthorized");
  const pin = site.readPin(phoneNumber);
  assertRefused(await enterPin(browser, wrongPin(pin)));
  assert.equal(await account(browser), "Unauthorized");
  await enterPin(browser, pin);
  assert.equal(await account(browser), `logged in as ${site.user.id}`);
});

test("the page of Auth.js has the field for the PIN", async (t) => {
  const site = await open(t);
  const page = await (await site.open().get("/auth/signin")).text();
  assert.match(page, /action="https:\/\/shop\.example\/auth\/callback\/pin"/);
  assert.match(page, /<input[^>]* name="pin"/);
});

test("neither the ticket nor anything else of before the PIN is a session", async (t) => {
  t.mock.timers.enable({ apis: ["Date"], now: Date.now() });
  const site = await open(t);
  const browser = site.open();
  await enterPassword(browser, site.user.id);
  await browser.get("/auth/csrf");
  const before = new Map(browser.cookies);
  assert.ok(before.has(ticketCookie) && !before.has(sessionCookie));
  await enterPin(browser, site.readPin(phoneNumber));
  const thief = site.open();
  for (const [name, value] of before) thief.cookies.set(name, value);
  thief.cookies.set(sessionCookie, before.get(ticketCookie));
  assert.equal(await account(thief), "Unauthorized");
  t.mock.timers.tick(30_000);
  assertRefused(await enterPin(thief, site.readPin(phoneNumber)));
});

test("a PIN without a ticket, or with one that is forged or expired, is not even checked", async (t) => {
  t.mock.timers.enable({ apis: ["Date"], now: Date.now() });
  const site = await open(t);
  const browser = site.open();
  assertRefused(await enterPin(browser, "123456"));
  await enterPassword(browser, site.user.id);
  const pin = site.readPin(phoneNumber);
  const ticket = browser.cookies.get(ticketCookie);
  for (const forged of [`${ticket}x`, ticket.replace(/\.[^.]*$/, "."), site.user.id]) {
    browser.cookies.set(ticketCookie, forged);
    assertRefused(await enterPin(browser, pin));
    assert.equal((await browser.post("/login/resend")).status, 401);
  }
  browser.cookies.set(ticketCookie, ticket);
  t.mock.timers.tick(301_000);
  assertRefused(await enterPin(browser, pin));
  assert.equal(site.verificationCount(), 0);
});

test("Auth.js refuses a PIN from another site's form", async (t) => {
  const site = await open(t);
  const browser = site.open();
  await enterPassword(browser, site.user.id);
  await browser.get("/auth/csrf");
  await browser.submit("/auth/callback/pin", { csrfToken: "forged", pin: site.readPin(phoneNumber) });
  assert.equal(await account(browser), "Unauthorized");
  assert.equal(site.verificationCount(), 0);
});

testLimits({
  open,
  phoneNumber,
  enterPassword,
  enterPin,
  account,
  resend: (browser) => browser.post("/login/resend"),
  assertRefused,
  assertFailed: (response) =>
    assert.match(response.headers.get("location"), /error=CredentialsSignin&code=unavailable/),
});
