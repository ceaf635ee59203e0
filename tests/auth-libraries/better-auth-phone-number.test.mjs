import assert from "node:assert/strict";
import { createServer } from "node:http";
import { test } from "node:test";
import { currentApi, testEach } from "../gateway/apis.mjs";
import { listen } from "../gateway/servers/mounts.mjs";
import { openAuth, post } from "./better-auth-site.mjs";
import { wrongPin } from "./login-site.mjs";

const phoneNumber = "+3725555557";
const send = (browser, number = phoneNumber, captcha = "passed") =>
  post(browser, "/phone-number/send-otp", { phoneNumber: number }, { "x-captcha-response": captcha });
const verify = (browser, code, fields) => post(browser, "/phone-number/verify", { phoneNumber, code, ...fields });

/** Opens the site beside a CAPTCHA's server, for which `passed` is the right response. */
async function open(t, CAPTCHA_SECRET = "secret of the CAPTCHA") {
  const captcha = createServer(async (request, response) => {
    const fields = new URLSearchParams((await request.toArray()).join(""));
    const isRight = fields.get("secret") === CAPTCHA_SECRET && fields.get("response") === "passed";
    response.end(fields.get("response") === "broken" ? "no JSON" : JSON.stringify({ success: isRight }));
  });
  return openAuth(t, "phone-number.js", { CAPTCHA_SECRET, CAPTCHA_URL: await listen(t, captcha) });
}

test("without a passed CAPTCHA nothing is sent and nobody registered", async (t) => {
  const site = await open(t);
  for (const captcha of ["failed", "broken", ""]) {
    const { status, body } = await send(site.open(), phoneNumber, captcha);
    assert.deepEqual([status, body.code], [403, "CHALLENGE_FAILED"], captcha);
  }
  assert.deepEqual([site.smsCount(phoneNumber), site.registrationCount()], [0, 0]);
});

test("without a secret of the CAPTCHA nobody gets an SMS", async (t) => {
  const site = await open(t, "");
  assert.equal((await send(site.open())).status, 403);
  assert.equal(site.registrationCount(), 0);
});

testEach("a right PIN creates a user, and the next one logs the same user in", async (t) => {
  const site = await open(t);
  const browser = site.open();
  assert.equal((await send(browser)).status, 200);
  const pin = site.readPin(phoneNumber);
  assert.equal((await verify(browser, wrongPin(pin))).body.code, "INVALID_OTP");
  assert.equal(await site.account(browser), "Unauthorized");
  const { user } = (await verify(browser, pin)).body;
  assert.deepEqual([user.phoneNumber, user.phoneNumberVerified, user.name], [phoneNumber, true, "New user"]);
  assert.equal(await site.account(browser), `logged in as ${user.id}`);

  const later = site.open();
  site.sandbox.clock.advance(60_000);
  t.mock.timers.enable({ apis: ["Date"], now: Date.now() + 60_000 });
  assert.equal((await verify(browser, pin)).body.code, "INVALID_OTP", "it was right a minute ago");
  await send(later);
  assert.equal((await verify(later, site.readPin(phoneNumber))).body.user.id, user.id);
  assert.equal(site.registrationCount(), currentApi() === "verigator" ? 1 : 0);
});

test("the code of better-auth is neither sent nor right", async (t) => {
  const site = await open(t);
  const browser = site.open();
  await send(browser);
  const [{ value }] = await site.query("SELECT value FROM verification");
  const code = value.split(":")[0];
  assert.match(code, /^\d{6}$/);
  if (code !== site.readPin(phoneNumber)) assert.equal((await verify(browser, code)).body.code, "INVALID_OTP");
});

test("known and unknown numbers get the same responses", async (t) => {
  const site = await open(t);
  const browser = site.open();
  await send(browser);
  await verify(browser, site.readPin(phoneNumber));
  t.mock.timers.enable({ apis: ["Date"], now: Date.now() + 60_000 });
  const responses = [];
  for (const number of [phoneNumber, "+3725555558"]) {
    const stranger = site.open();
    const before = site.sandbox.requests.length;
    const sent = await send(stranger, number);
    assert.equal(site.sandbox.requests.length - before, 2, "the time does not show it either");
    const again = await send(stranger, number);
    const checked = await verify(stranger, wrongPin(site.readPin(number)), { phoneNumber: number });
    responses.push([sent, again, checked].map(({ status, body }) => ({ status, body })));
  }
  assert.deepEqual(responses[0], responses[1]);
  assert.deepEqual(
    responses[0].map(({ status }) => status),
    [200, 429, 400],
  );
});

test("requests for a new number at the same time send one SMS", async (t) => {
  const site = await open(t);
  const browsers = Array.from({ length: 4 }, () => site.open());
  const statuses = (await Promise.all(browsers.map((browser) => send(browser)))).map(({ status }) => status);
  assert.deepEqual(statuses.toSorted(), [200, 429, 429, 429]);
  assert.equal(site.smsCount(phoneNumber), 1);
  assert.equal((await verify(browsers[statuses.indexOf(200)], site.readPin(phoneNumber))).status, 200);
});

test("after five wrong PINs not even the right one is accepted", async (t) => {
  const site = await open(t);
  const browser = site.open();
  await send(browser);
  const pin = site.readPin(phoneNumber);
  for (let index = 0; index < 5; index += 1) assert.equal((await verify(browser, wrongPin(pin))).status, 400);
  assert.equal((await verify(browser, pin)).status, 429);
  for (const malformed of ["", "12-x34", "1".repeat(5000)])
    assert.equal((await verify(browser, malformed)).status, 400);
  assert.equal(site.verificationCount(), 5);
});

test("PINs of browsers that did not ask are wrong, and use up nothing", async (t) => {
  const site = await open(t);
  const browser = site.open();
  await send(browser);
  const pin = site.readPin(phoneNumber);
  const stranger = site.open({ address: "198.51.100.1" });
  await send(stranger, "+46701740605");
  // The number is in its cooldown, so a stranger gets no SMS and no right to try.
  assert.equal((await send(stranger)).status, 429);
  for (let index = 0; index < 6; index += 1)
    assert.equal((await verify(stranger, index % 2 ? pin : wrongPin(pin))).body.code, "INVALID_OTP");
  assert.equal(site.verificationCount(), 0);
  assert.equal((await verify(browser, pin)).status, 200);
});

test("all spellings of a number are one user, in Verigator and here", async (t) => {
  const site = await open(t);
  const browser = site.open();
  assert.equal((await send(browser, "+4407911123456")).status, 200);
  assert.equal((await send(site.open(), "+447911123456")).status, 429);
  assert.equal(site.registrationCount(), 1);
  assert.equal(
    (await verify(browser, site.readPin("+447911123456"), { phoneNumber: "+4407911123456" })).body.user.phoneNumber,
    "+447911123456",
  );
});

test("a PIN for a number without any SMS is not even checked", async (t) => {
  const site = await open(t);
  assert.equal((await verify(site.open(), "123456")).body.code, "INVALID_OTP");
  assert.equal(site.verificationCount(), 0);
});

test("a number has one spelling", async (t) => {
  const site = await open(t);
  for (const other of ["+372 5555557", "003725555557", "3725555557", "+3725555557\n", ""])
    assert.equal((await send(site.open(), other)).status, 400, other);
  assert.equal(site.registrationCount(), 0);
});

test("SMS to many numbers are limited by address, which cannot be forged", async (t) => {
  const site = await open(t);
  const start = (index) => send(site.open({ claimedAddress: `198.51.100.${index}` }), `+37255555${index}`);
  const statuses = [];
  for (let index = 10; index < 32; index += 1) statuses.push((await start(index)).status);
  assert.deepEqual(statuses, [...Array(10).fill(200), ...Array(12).fill(429)]);
  assert.equal(site.registrationCount(), 20, "the rate limit of better-auth comes first");
});

test("people behind one address who stay within the gateway's limit are never refused", async (t) => {
  let now = Date.now();
  // Before the gateway is created, which keeps the function.
  t.mock.method(Date, "now", () => now);
  const site = await open(t);
  const refused = [];
  for (const [day, minutes, count] of [
    [1, 7, 40],
    [2, 55, 24],
  ]) {
    for (let index = 0; index < count; index += 1) {
      now = Date.UTC(2027, 0, day) + minutes * 60_000 * index;
      const { status } = await send(site.open(), `+46701740${605 + index}`);
      if (status !== 200) refused.push(`number ${index + 1}, every ${minutes} minutes: ${status}`);
    }
  }
  assert.deepEqual(refused, []);
});

test("a refused page learns from both headers how long to wait, from the gateway's limit and from better-auth's", async (t) => {
  const site = await open(t);
  const browser = site.open();
  await send(browser);
  const byGateway = await send(browser);
  assert.deepEqual(
    [byGateway.status, byGateway.headers.get("x-retry-after")],
    [429, byGateway.headers.get("retry-after")],
  );
  assert.ok(Number(byGateway.headers.get("x-retry-after")) > 0);
  for (let count = 2; count < 20; count += 1) await send(browser);
  const byLibrary = await send(browser);
  assert.equal(byLibrary.status, 429);
  assert.match(byLibrary.headers.get("x-retry-after"), /^(?:29\d|300)$/);
});

test("no password can be set or used", async (t) => {
  const site = await open(t);
  const browser = site.open();
  await send(browser);
  const otp = site.readPin(phoneNumber);
  for (const [path, body] of [
    ["/phone-number/request-password-reset", { phoneNumber }],
    ["/phone-number/reset-password", { phoneNumber, otp, newPassword: "correct horse" }],
    ["/sign-in/phone-number", { phoneNumber, password: "correct horse" }],
  ])
    assert.equal((await post(browser, path, body)).status, 404, path);
});

test("a login gives a new session, also in a browser that brought one along", async (t) => {
  const site = await open(t);
  const browser = site.open();
  await send(browser);
  await verify(browser, site.readPin(phoneNumber));
  const [name, attackers] = [...browser.cookies].find(([cookie]) => cookie.includes("session_token"));
  const victim = site.open();
  victim.cookies.set(name, attackers);
  await send(victim, "+3725555558");
  await verify(victim, site.readPin("+3725555558"), { phoneNumber: "+3725555558" });
  assert.notEqual(victim.cookies.get(name), attackers);
  assert.notEqual(await site.account(victim), await site.account(browser));
});

test("a page of another origin is refused", async (t) => {
  const site = await open(t);
  const browser = site.open({ pageOrigin: "https://evil.example" });
  await send(site.open());
  browser.cookies.set("any", "cookie");
  assert.equal((await verify(browser, site.readPin(phoneNumber))).status, 403);
});

test("nothing that the server prints holds a PIN or a phone number", async (t) => {
  const site = await open(t);
  const browser = site.open();
  site.sandbox.faults.next({ kind: "status", status: 503 });
  assert.equal((await send(browser)).status, 500);
  await send(browser);
  const pin = site.readPin(phoneNumber);
  await verify(browser, wrongPin(pin));
  site.sandbox.faults.next({ kind: "status", status: 503 });
  assert.equal((await verify(browser, pin)).status, 500);
  assert.match(site.printed(), /503/);
  for (const text of [pin, wrongPin(pin), phoneNumber, phoneNumber.slice(1), site.sandbox.password])
    assert.ok(!site.printed().includes(text), text);
});
