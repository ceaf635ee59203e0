import assert from "node:assert/strict";
import { join } from "node:path";
import { after, test } from "node:test";
import { RateLimitedError } from "verigator";
import { tickets } from "verigator/gateway";
import { currentApi, testEach } from "./apis.mjs";
import { copyExample } from "./examples.mjs";
import { openBrowser, origin } from "./recipes/browser.mjs";
import { recipes } from "./recipes/recipes.mjs";
import { serveApi } from "./served-api.mjs";
import { createSite, rightPin } from "./site.mjs";
import { openPostgres } from "./stores/postgres-server.mjs";
import { openRedis } from "./stores/redis-server.mjs";

const secret = "0123456789abcdef0123456789abcdef";
const databases = { REDIS_URL: (await openRedis(after)).url, DATABASE_URL: (await openPostgres(after)).url };

/** Starts a recipe in its server, with a separate API. */
async function open(t, name) {
  const api = await serveApi(t, currentApi());
  delete process.env.VERIGATOR_API;
  Object.assign(process.env, api.environment, databases, {
    SESSION_SECRET: secret,
    COOKIE_SECRET: secret,
    TICKET_SECRET: secret,
    SITE_ORIGIN: origin,
    TRUSTED_PROXIES: "1",
  });
  const site = await recipes[name].open(t, copyExample(t.after.bind(t), name));
  // The site's database has the numbers that a test adds.
  for (const [id, number] of api.phoneNumbers ?? []) site.database.set(id, number);
  const addUser = async (id, number) => {
    const user = await api.addUser(id, number);
    site.database.set(user.id, number);
    return user;
  };
  const logIn = async (browser, userId) => browser.openPage(await recipes[name].logIn(browser, userId, site));
  return { ...api, ...site, addUser, logIn };
}

for (const [name, { complete }] of Object.entries(recipes)) {
  testEach(`${name}: only a user who passes both factors is logged in`, async (t) => {
    const site = await open(t, name);
    const browser = openBrowser(site.url);
    await assert.rejects(browser.openPage().me.authenticateUsingSms(), { status: 401 });
    const page = await site.logIn(browser, site.user.id);
    assert.equal((await browser.get("/account")).status, 401);

    await page.me.authenticateUsingSms();
    assert.equal((await page.me.verifyPin(site.wrongPin())).reason, "invalid");
    assert.equal((await page.status()).attemptsLeft, 4);
    assert.equal((await browser.get("/account")).status, 401);
    const before = new Map(browser.cookies);
    assert.equal((await page.me.verifyPin(site.rightPin())).verified, true);
    await complete?.(browser);
    assert.equal(await (await browser.get("/account")).text(), `logged in as ${site.user.id}`);

    const thief = openBrowser(site.url);
    for (const [cookie, value] of before) thief.cookies.set(cookie, value);
    assert.equal((await thief.get("/account")).status, 401, "no cookie from before the second factor is a session");
  });

  testEach(`${name}: the server logs a failure of the API, and an SMS that may have been sent counts`, async (t) => {
    const site = await open(t, name);
    const { mock } = t.mock.method(console, "error", () => {});
    const page = await site.logIn(openBrowser(site.url), site.user.id);
    site.sandbox.faults.next({ kind: "malformed" }, { method: "POST" });
    await assert.rejects(page.me.authenticateUsingSms(), { status: 502 });
    assert.deepEqual(
      mock.calls.map(({ arguments: [error, ...rest] }) => [error.code, rest]),
      [["invalid_response", []]],
      "the request, which has secrets, is not logged",
    );
    const { verified } = await page.me.verifyPin(site.rightPin());
    assert.equal(verified, currentApi() === "verigator", "the id of a verification is in the response that was lost");
  });

  testEach(`${name}: behind a proxy each address has its own limit and cannot be forged`, async (t) => {
    const site = await open(t, name);
    const start = async (index, sender) => {
      const user = await site.addUser(`user-${index}`, `+37255556${String(index).padStart(2, "0")}`);
      return (await site.logIn(openBrowser(site.url, sender), user.id)).me.authenticateUsingSms();
    };
    for (let index = 0; index < 11; index += 1) await start(index, { address: `198.51.100.${index}` });
    for (let index = 20; index < 30; index += 1)
      await start(index, { address: "203.0.113.1", claimedAddress: `198.51.100.${index}` });
    await assert.rejects(start(30, { address: "203.0.113.1", claimedAddress: "198.51.100.30" }), RateLimitedError);
  });
}

test("gateway-node: a session ends by its successor, or in time", async (t) => {
  const site = await open(t, "gateway-node");
  const browser = openBrowser(site.url);
  const { mock } = t.mock.method(globalThis, "setTimeout");
  const page = await site.logIn(browser, site.user.id);
  const endAfter = (milliseconds) =>
    mock.calls.filter(({ arguments: [, delay] }) => delay === milliseconds).map(({ arguments: [end] }) => end);
  assert.equal(endAfter(600_000).length, 1);
  await page.me.authenticateUsingSms();
  const before = new Map(browser.cookies);
  await page.me.verifyPin(site.rightPin());
  const thief = openBrowser(site.url);
  for (const [name, value] of before) thief.cookies.set(name, value);
  await assert.rejects(thief.openPage().status(), { status: 401 }, "the session of the first factor has ended");
  assert.equal((await browser.get("/account")).status, 200);
  for (const end of endAfter(3_600_000)) end();
  assert.equal((await browser.get("/account")).status, 401);
});

test("gateway-node: a login with a wrong password, a long body or another type is refused", async (t) => {
  const { url } = await open(t, "gateway-node");
  const post = async (body, type = "application/json") =>
    (await fetch(`${url}/login`, { method: "POST", headers: { "content-type": type }, body })).status;
  assert.equal(await post('{"username":"ann","password":"wrong"}'), 401);
  for (const malformed of ["", "{", "null"]) assert.equal(await post(malformed), 401, malformed);
  assert.equal(await post(`"${"a".repeat(1000)}"`), 415);
  assert.equal(await post("{}", "text/plain"), 415);
  assert.equal((await fetch(`${url}/`)).status, 404);
});

test("gateway-hono: a cookie is valid only for its purpose and until it expires", async (t) => {
  const { url, user, makeCookie } = await open(t, "gateway-hono");
  const ask = async (cookie, path) => (await fetch(url + path, { headers: { cookie } })).status;
  const [name, token] = (await makeCookie("first-factor", user.id)).split(";")[0].split(/=(.*)/s, 2);
  assert.equal(await ask(`${name}=${token}`, "/2fa/auth"), 200);
  assert.equal(await ask(`__Host-session=${token}`, "/account"), 401, "renamed");
  const session = (await makeCookie("session", user.id)).split(";")[0];
  assert.equal(await ask(session, "/account"), 200);
  assert.equal(await ask(session.replace("session", "first-factor"), "/2fa/auth"), 401, "renamed the other way");
  for (const forged of [
    `${session}x`,
    `__Host-session=${user.id}`,
    session.replace(/\.[^.]*$/, "."),
    "__Host-session=a.b.c",
  ])
    assert.equal(await ask(forged, "/account"), 401, forged);
  t.mock.timers.enable({ apis: ["Date"], now: Date.now() + 3_601_000 });
  assert.equal(await ask(session, "/account"), 401, "expired");
});

testEach("gateway-next: a device that the user trusts gets no ticket but the session", async (t) => {
  const api = await serveApi(t, currentApi());
  delete process.env.VERIGATOR_API;
  globalThis[Symbol.for("verigator.memoryLimits")]?.clear();
  const secrets = { TICKET_SECRET: secret, DEVICE_SECRET: secret, SITE_ORIGIN: origin, ADA_ID: api.user.id };
  Object.assign(process.env, api.environment, secrets);
  const folder = copyExample(t.after.bind(t), "gateway-next");
  const [login, { site }, { phoneNumbers }] = await Promise.all(
    ["log-in/route.js", "gateway.js", "phone-numbers.js"].map((file) => import(join(folder, "app", file))),
  );
  for (const [id, number] of api.phoneNumbers ?? []) phoneNumbers.set(id, number);
  const cookies = new Map();
  const send = async (method, body) => {
    const headers = { cookie: [...cookies].map((pair) => pair.join("=")).join("; ") };
    const response = await login[method](
      new Request("http://localhost:3000/log-in", { method, headers, body: JSON.stringify(body) }),
    );
    for (const cookie of response.headers.getSetCookie()) {
      const [pair] = cookie.split(";");
      cookies.set(pair.slice(0, pair.indexOf("=")), pair.slice(pair.indexOf("=") + 1));
    }
    return { status: response.status, ...(await response.json()) };
  };
  const password = { username: "ada", password: "correct horse" };
  assert.equal((await send("POST", { ...password, password: "wrong" })).status, 401);
  assert.equal((await send("PUT", { trust: true })).status, 401, "no PIN yet");
  assert.ok((await send("POST", password)).ticket);

  const user = site().gateway.user(api.user.id);
  await user.authenticateUsingSms();
  assert.equal((await user.verifyPin(api.rightPin())).verified, true);
  cookies.set("__Host-receipt", await site().office.receipt({ userId: api.user.id, verifiedAt: new Date() }));
  assert.equal((await send("PUT", { trust: true })).userId, api.user.id);

  assert.deepEqual(await send("POST", password), { status: 200, userId: api.user.id });
  assert.equal((await send("POST", { ...password, password: "wrong" })).status, 401);
  await site().gateway.forgetDevices(api.user.id);
  assert.ok((await send("POST", password)).ticket);
});

testEach("gateway-next: the route handler turns a ticket into a receipt", async (t) => {
  const api = await serveApi(t, currentApi());
  delete process.env.VERIGATOR_API;
  // The store of the recipe has a name, and outlives a test.
  globalThis[Symbol.for("verigator.memoryLimits")]?.clear();
  Object.assign(process.env, api.environment, { TICKET_SECRET: secret, DEVICE_SECRET: secret, SITE_ORIGIN: origin });
  const folder = copyExample(t.after.bind(t), "gateway-next");
  const route = await import(join(folder, "app/2fa/auth/route.js"));
  const { phoneNumbers } = await import(join(folder, "app/phone-numbers.js"));
  for (const [id, number] of api.phoneNumbers ?? []) phoneNumbers.set(id, number);
  // Next.js calls itself localhost, whatever the Host.
  const browse = (url, init) => {
    const request = new Request(url, init);
    request.headers.set("origin", origin);
    return route[request.method](new Request("http://localhost:3000/2fa/auth", request));
  };
  const office = tickets(secret);
  const responses = [];
  const keeping = async (...values) => {
    responses.push(await browse(...values));
    return responses.at(-1).clone();
  };
  const page = openBrowser("").openPage({ fetch: keeping, ticket: await office.mint(api.user.id) });
  await page.me.authenticateUsingSms();
  assert.equal((await page.me.verifyPin(api.rightPin())).verified, true);
  const [, receipt] = /^__Host-receipt=([^;]+);/.exec(responses.at(-1).headers.getSetCookie()[0]);
  assert.equal((await office.readReceipt(receipt)).userId, api.user.id);
  await assert.rejects(openBrowser("").openPage({ fetch: browse }).me.authenticateUsingSms(), { status: 401 });
  const { mock } = t.mock.method(console, "error", () => {});
  api.sandbox.faults.next({ kind: "status", status: 401 });
  await assert.rejects(page.me.authenticateUsingSms(), { status: 502 });
  assert.deepEqual(
    mock.calls.map(({ arguments: [{ code }] }) => code),
    ["wrong_credentials"],
  );
});

test("gateway-metrics: events are counted by kind and by limit, without user ids", async (t) => {
  const { countEvent, registry } = await import(join(copyExample(t.after.bind(t), "gateway-metrics"), "metrics.js"));
  const site = createSite({ onEvent: countEvent });
  await site.start("ann");
  await site.start("ann");
  await site.verify("000000", "ann");
  await site.verify(rightPin, "ann");
  const lines = (await registry.metrics())
    .split("\n")
    .filter((line) => line.startsWith("verigator_gateway_events_total"));
  const kinds = lines.map((line) => /kind="(\w+)"/.exec(line)[1]);
  assert.deepEqual(kinds.sort(), ["limited", "rejected", "sent", "verified"]);
  assert.match(await registry.metrics(), /verigator_gateway_retry_after_seconds_bucket\{le="30"\} 1/);
  assert.ok(!(await registry.metrics()).includes("ann"));
});
