/** Devices on which a user passed the second factor. */
import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { test } from "node:test";
import { memoryLimits, tickets, trustedDevices } from "verigator/gateway";
import { testEach } from "./apis.mjs";
import { createSite, rightPin } from "./site.mjs";

const secret = "0123456789abcdef0123456789abcdef";
const day = 24 * 3_600_000;

/** A site that trusts devices for 30 days, and a browser that keeps its cookie. */
function createShop(options = {}, deviceOptions = {}) {
  const site = createSite({ onVerified: (request, { userId }) => shop.devices.trust(request, userId), ...options });
  const devices = trustedDevices({ secret, days: 30, gateway: site.gateway, ...deviceOptions });
  const shop = { ...site, devices, browser: createBrowser() };
  return shop;
}

function createBrowser() {
  let cookie;
  return {
    get cookie() {
      return cookie;
    },
    set cookie(value) {
      cookie = value;
    },
    request: () => new Request("https://shop.example/log-in", { headers: cookie ? { cookie: `a=b; ${cookie}` } : {} }),
    take: (headers) => ([cookie] = new Headers(headers).get("set-cookie").split(";")),
  };
}

/** Logs in by a PIN, and keeps the cookie. */
async function verify(shop, user = "user-1", browser = shop.browser) {
  await shop.start(user);
  const { headers, body } = await shop.verify(rightPin, user);
  assert.equal(body.verified, true);
  browser.take(headers);
}

const isTrusted = (shop, user = "user-1", browser = shop.browser) => shop.devices.isTrusted(browser.request(), user);

/** Logs in without a PIN, as the recipes do, and keeps the new cookie. */
async function logIn(shop, user = "user-1", browser = shop.browser) {
  if (!(await isTrusted(shop, user, browser))) return false;
  browser.take(await shop.devices.trust(browser.request(), user));
  return true;
}

testEach("a device is trusted after the right PIN, for one user, until its days are over", async () => {
  const shop = createShop();
  assert.equal(await isTrusted(shop), false);
  await verify(shop);
  assert.equal(await isTrusted(shop), true);
  assert.equal(await isTrusted(shop, "user-2"), false);
  shop.clock.now += 30 * day - 1000;
  assert.equal(await logIn(shop), true);
  shop.clock.now += 1000;
  assert.equal(await isTrusted(shop), false, "use does not prolong it");
});

test("the cookie is signed, HttpOnly, Secure and without the id of the user in its name", async () => {
  const shop = createShop();
  await shop.start();
  const { headers } = await shop.verify(rightPin);
  const [pair, ...attributes] = headers.get("set-cookie").split("; ");
  assert.match(pair, /^__Host-trusted-device=[\w-]+\.[\w-]+\.[\w-]+$/);
  assert.deepEqual(attributes, ["Path=/", "Max-Age=2592000", "Secure", "HttpOnly", "SameSite=Lax"]);
  const claims = JSON.parse(Buffer.from(pair.split(".")[1], "base64url").toString());
  assert.deepEqual(Object.keys(claims).sort(), ["aud", "device", "exp", "jti", "number", "sub"]);
  assert.deepEqual([claims.sub, claims.aud], ["user-1", "verigator-device"]);
});

test("trust without a right PIN rejects, and says what was expected", async () => {
  const shop = createShop();
  const message = /^trust: expected a user whose PIN was right .* or a device that is trusted, got neither$/;
  const rejects = () =>
    assert.rejects(shop.devices.trust(shop.browser.request(), "user-1"), { name: "InvalidInvocationError", message });
  await rejects();
  await shop.start();
  await rejects();
  await shop.verify("111111");
  await rejects();
  await shop.verify(rightPin);
  await shop.devices.trust(shop.browser.request(), "user-1");
  shop.clock.now += 600_000;
  await rejects();
});

test("each use gives a new cookie, and a lost response leaves the device trusted", async () => {
  const shop = createShop();
  await verify(shop);
  const first = shop.browser.cookie;
  assert.equal(await logIn(shop), true);
  assert.notEqual(shop.browser.cookie, first);
  shop.browser.cookie = first;
  assert.equal(await logIn(shop), true, "the response with the second one was lost");
  assert.equal(await logIn(shop), true);
});

test("a copied cookie ends the trust of both once each was used", async () => {
  const shop = createShop();
  await verify(shop);
  const thief = createBrowser();
  thief.cookie = shop.browser.cookie;
  await logIn(shop);
  await logIn(shop);
  assert.equal(await logIn(shop, "user-1", thief), false);
  assert.equal(await logIn(shop), false);
});

test("forgetDevices forgets every device of one user, in all processes", async () => {
  const limits = memoryLimits();
  const [shop, other] = [createShop({ limits }), createShop({ limits })];
  const phone = createBrowser();
  await verify(shop);
  shop.clock.now = other.clock.now += 600_000;
  await verify(shop, "user-1", phone);
  await verify(shop, "user-2", other.browser);
  assert.equal(await isTrusted(other, "user-1", phone), true, "the other process trusts it");
  await other.gateway.forgetDevices("user-1");
  assert.equal(await isTrusted(shop), false);
  assert.equal(await isTrusted(shop, "user-1", phone), false);
  assert.equal(await isTrusted(shop, "user-2", other.browser), true);
});

test("a lost store trusts nobody", async () => {
  const shop = createShop();
  await verify(shop);
  const later = createShop();
  later.browser.cookie = shop.browser.cookie;
  assert.equal(await isTrusted(later), false);
});

test("forged, foreign and damaged cookies are not trusted and never an error", async () => {
  const shop = createShop();
  await verify(shop);
  const [name, token] = shop.browser.cookie.split("=");
  const [header, payload, signature] = token.split(".");
  const claims = JSON.parse(Buffer.from(payload, "base64url").toString());
  const sign = (body, key = secret) => {
    const text = [header, Buffer.from(JSON.stringify(body)).toString("base64url")].join(".");
    return `${text}.${createHmac("sha256", key).update(text).digest("base64url")}`;
  };
  const none = Buffer.from('{"alg":"none"}').toString("base64url");
  const forgeries = {
    "no token": "",
    "another secret": sign(claims, "x".repeat(32)),
    "no algorithm": `${none}.${payload}.`,
    "a cut signature": `${header}.${payload}.${signature.slice(1)}`,
    "another user": sign({ ...claims, sub: "user-2" }),
    "a ticket": await tickets(secret, { now: () => shop.clock.now }).mint("user-1"),
    "a number that is none": sign({ ...claims, number: "1" }),
    "a number that is no reservation": sign({ ...claims, number: -1 }),
    "an unknown device": sign({ ...claims, device: claims.device === 1 ? 2 : 1 }),
    "an expired one": sign({ ...claims, exp: Math.floor(shop.clock.now / 1000) - 1 }),
  };
  for (const [kind, forged] of Object.entries(forgeries)) {
    shop.browser.cookie = `${name}=${forged}`;
    assert.equal(await isTrusted(shop), false, kind);
  }
  shop.browser.cookie = `${name}=${token}`;
  assert.equal(await isTrusted(shop), true);
});

test("options that cannot be used are refused by name", async () => {
  const { gateway } = createSite();
  const refused = {
    "expected { secret, days, gateway, cookie }, got undefined": undefined,
    "expected a secret of at least 32 bytes": { secret: "short", days: 30, gateway },
    "days: expected a number up to 400, got 401": { secret, days: 401, gateway },
    "days: expected a number up to 400, got 0": { secret, days: 0, gateway },
    "days: expected a number up to 400, got string": { secret, days: "30", gateway },
    "gateway: expected what createGateway returned, got object": { secret, days: 30, gateway: { ...gateway } },
    "cookie: expected the name of a cookie, got another text": { secret, days: 30, gateway, cookie: "a b" },
    "unknown option day": { secret, days: 30, gateway, day: 1 },
  };
  for (const [message, options] of Object.entries(refused)) {
    assert.throws(
      () => trustedDevices(options),
      (error) => error instanceof TypeError && error.message.includes(message),
      message,
    );
  }
  await assert.rejects(gateway.forgetDevices(1), { name: "TypeError", message: /^userId: expected .*, got number$/ });
});

test("a store that fails rejects, and is reported", async () => {
  const inner = memoryLimits();
  let fails = false;
  const limits = { apply: async (key, event) => (fails ? Promise.reject(new Error("down")) : inner.apply(key, event)) };
  const shop = createShop({ limits });
  await verify(shop);
  fails = true;
  await assert.rejects(isTrusted(shop), { name: "StoreError" });
  await assert.rejects(shop.gateway.forgetDevices("user-1"), { name: "StoreError" });
  assert.equal(shop.events.filter(({ kind }) => kind === "store_failed").length, 2);
});
