import assert from "node:assert/strict";
import { test } from "node:test";
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

test("only a user who passes both factors is logged in", async (t) => {
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

test("the right PIN of one user logs no other user in", async (t) => {
  const site = await open(t);
  const other = await site.service.registerUser("bob", "+3725555556");
  const browser = site.open();
  await enterPassword(site.open(), other.id);
  await enterPassword(browser, site.user.id);
  assertRefused(await enterPin(browser, site.readPin("+3725555556")));
});

test("after five wrong PINs not even the right one is accepted", async (t) => {
  const site = await open(t);
  const browser = site.open();
  await enterPassword(browser, site.user.id);
  const pin = site.readPin(phoneNumber);
  for (let count = 0; count < 5; count += 1) assertRefused(await enterPin(browser, wrongPin(pin)));
  assertRefused(await enterPin(browser, pin));
  for (const malformed of ["", "12 34", "abcdef", "1".repeat(5000)]) assertRefused(await enterPin(browser, malformed));
  assert.equal(site.verificationCount(), 5);
});

test("SMS are limited, whether by a resend or by the password again", async (t) => {
  const site = await open(t);
  const browser = site.open();
  await enterPassword(browser, site.user.id);
  const response = await browser.post("/login/resend");
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
  assert.deepEqual(statuses, [...Array(10).fill(204), 429]);
});

test("nothing that the server prints holds a PIN, a phone number or a password", async (t) => {
  const site = await open(t);
  const browser = site.open();
  await enterPassword(browser, site.user.id);
  const pin = site.readPin(phoneNumber);
  await enterPin(browser, wrongPin(pin));
  site.sandbox.faults.next({ kind: "status", status: 503 });
  await enterPin(browser, pin);
  assert.match(site.printed(), /503/);
  for (const text of [pin, wrongPin(pin), phoneNumber, password, site.sandbox.password, browser.cookies.get(ticketCookie)]) assert.ok(!site.printed().includes(text), text);
});
