/** The tests of the limits, for recipes whose users enter a password before the PIN. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { testEach } from "../gateway/apis.mjs";
import { password, wrongPin } from "./login-site.mjs";

/**
 * `enterPassword`, `enterPin` and `resend` send a browser's forms and return the response, `account` its text for the user. `assertRefused` checks the
 * response to a PIN that is not accepted, `assertFailed` the one to a PIN that the API could not check.
 */
export function testLimits({
  open,
  phoneNumber,
  enterPassword,
  enterPin,
  resend,
  account,
  assertRefused,
  assertFailed,
}) {
  testEach("a right PIN that a double click sends twice logs the user in", async (t) => {
    const site = await open(t);
    const [browser, ignored] = [site.open(), site.open()];
    await enterPassword(browser, site.user.id);
    for (const [name, value] of browser.cookies) ignored.cookies.set(name, value);
    // The browser ignores the response to the first click. The API is slower than the second one.
    site.sandbox.faults.next({ kind: "delay", milliseconds: 300 }, site.pinRequest);
    const pin = site.readPin(phoneNumber);
    await Promise.all([enterPin(ignored, pin), enterPin(browser, pin)]);
    assert.equal(await account(browser), `logged in as ${site.user.id}`);
    assert.equal(site.verificationCount(), 1);
  });

  testEach("a PIN of an earlier login is wrong half a minute after it was right", async (t) => {
    t.mock.timers.enable({ apis: ["Date"], now: Date.now() });
    const site = await open(t);
    const [browser, other] = [site.open(), site.open()];
    await enterPassword(browser, site.user.id);
    await enterPassword(other, site.user.id);
    const pin = site.readPin(phoneNumber);
    await enterPin(browser, pin);
    t.mock.timers.tick(30_000);
    assertRefused(await enterPin(other, pin));
  });

  test("a user enters the PIN of an SMS whose start seemed to fail, and the server logs the failure", async (t) => {
    const site = await open(t);
    const browser = site.open();
    site.sandbox.faults.next({ kind: "malformed" }, { method: "POST" });
    assert.equal((await enterPassword(browser, site.user.id)).status, 503);
    assert.match(site.printed(), /authenticateUsingSms/);
    await enterPin(browser, site.readPin(phoneNumber));
    assert.equal(await account(browser), `logged in as ${site.user.id}`);
  });

  testEach("a PIN that the API could not check can be entered again", async (t) => {
    const site = await open(t);
    const browser = site.open();
    await enterPassword(browser, site.user.id);
    site.sandbox.faults.next({ kind: "status", status: 503 }, site.pinRequest);
    assertFailed(await enterPin(browser, site.readPin(phoneNumber)));
    await enterPin(browser, ` ${site.readPin(phoneNumber).replace(/^.../, "$& ")} `);
    assert.equal(await account(browser), `logged in as ${site.user.id}`, "also with spaces");
  });

  testEach("the server logs why the API refused the account", async (t) => {
    const site = await open(t);
    site.sandbox.faults.next({ kind: "status", status: 401 }, site.startRequest);
    assert.equal((await enterPassword(site.open(), site.user.id)).status, 503);
    assert.match(site.printed(), /WrongCredentialsError/);
  });

  testEach("the right PIN of one user logs no other user in", async (t) => {
    const site = await open(t);
    const other = await site.addUser("bob", "+3725555556");
    const browser = site.open();
    await enterPassword(site.open(), other.id);
    await enterPassword(browser, site.user.id);
    assert.notEqual(site.readPin("+3725555556"), site.readPin(phoneNumber));
    assertRefused(await enterPin(browser, site.readPin("+3725555556")));
  });

  testEach("after five wrong PINs not even the right one is accepted", async (t) => {
    const site = await open(t);
    const browser = site.open();
    await enterPassword(browser, site.user.id);
    const pin = site.readPin(phoneNumber);
    for (let count = 0; count < 5; count += 1) assertRefused(await enterPin(browser, wrongPin(pin)));
    assertRefused(await enterPin(browser, pin));
    for (const malformed of ["", "12-34", "abcdef", "1".repeat(5000)])
      assertRefused(await enterPin(browser, malformed));
    assert.equal(site.verificationCount(), 5);
  });

  testEach("SMS are limited, whether by a resend or by the password again", async (t) => {
    const site = await open(t);
    const browser = site.open();
    await enterPassword(browser, site.user.id);
    const response = await resend(browser);
    assert.equal(response.status, 429);
    assert.match(response.headers.get("retry-after"), /^(30|29)$/);
    assert.equal((await enterPassword(site.open(), site.user.id)).status, 429);
    assert.equal(site.smsCount(), 1);
  });

  testEach("one address is limited, and cannot pretend to be others", async (t) => {
    const site = await open(t);
    const statuses = [];
    for (let index = 0; index < 11; index += 1) {
      const { id } = await site.addUser(`user-${index}`, `+37255556${String(index).padStart(2, "0")}`);
      statuses.push((await enterPassword(site.open({ claimedAddress: `198.51.100.${index}` }), id)).status);
    }
    assert.deepEqual(
      statuses.map((status) => status < 300),
      [...Array(10).fill(true), false],
    );
    assert.equal(statuses.at(-1), 429);
  });

  testEach("nothing that the server prints holds a PIN, a phone number, a password or a cookie", async (t) => {
    const site = await open(t);
    const browser = site.open();
    await enterPassword(browser, site.user.id);
    const pin = site.readPin(phoneNumber);
    await enterPin(browser, wrongPin(pin));
    site.sandbox.faults.next({ kind: "status", status: 503 });
    assertFailed(await enterPin(browser, pin));
    assert.match(site.printed(), /503/);
    const cookies = [...browser.cookies.values()].filter((value) => value !== "");
    for (const text of [pin, wrongPin(pin), phoneNumber, password, site.sandbox.password, ...cookies])
      assert.ok(!site.printed().includes(text), text);
  });
}
