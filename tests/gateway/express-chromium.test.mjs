import assert from "node:assert/strict";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { after, test } from "node:test";
import express from "express";
import { chromium } from "playwright-core";
import { find, longTimeoutMs } from "../page/programs.mjs";
import { copyExample } from "./examples.mjs";
import { openTlsProxy } from "./recipes/tls-proxy.mjs";
import { serveApi } from "./served-api.mjs";
import { listen } from "./servers/mounts.mjs";
import { openRedis } from "./stores/redis-server.mjs";

const installed = dirname(createRequire(import.meta.url).resolve("verigator/package.json"));
const redisServer = await openRedis(after);

/** Opens the recipe with a page in Chromium, behind a proxy that terminates TLS. */
async function openSite(t) {
  const api = await serveApi(t);
  Object.assign(process.env, api.environment, {
    REDIS_URL: redisServer.url,
    SESSION_SECRET: "0123456789abcdef0123456789abcdef",
  });
  const { createApp, redis } = await import(join(copyExample(t.after.bind(t), "gateway-express"), "app.js"));
  t.after(() => redis.destroy());
  const app = createApp(async (username, password) => (password === "correct horse" ? api.user.id : null));
  app.use("/verigator", express.static(installed));
  app.get("/", (request, response) => response.type("html").send("<!doctype html><link rel=icon href=data:,>"));
  const url = await openTlsProxy(t, await listen(t, createServer(app)));
  const browser = await chromium.launch({
    executablePath: find("chromium", "google-chrome"),
    args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
  });
  t.after(() => browser.close());
  const context = await browser.newContext({ ignoreHTTPSErrors: true });
  context.setDefaultTimeout(longTimeoutMs);
  const page = await context.newPage();
  await page.goto(url);
  return { ...api, context, page, url };
}

/** Runs in the page: logs in by the first factor. */
async function postPassword(password) {
  const headers = { "content-type": "application/json" };
  return (await fetch("/login", { method: "POST", headers, body: JSON.stringify({ username: "ann", password }) }))
    .status;
}

/** Runs in the page: calls a method of its user. */
async function callGateway([method, ...values]) {
  const { init, Verigator } = await import("/verigator/browser.js");
  await init();
  return Verigator.viaGateway("/2fa")
    .me[method](...values)
    .catch((error) => ({ name: error.name, status: error.status }));
}

async function readAccount() {
  const response = await fetch("/account");
  return [response.status, await response.text()];
}

test("a page of the recipe for Express logs in by both factors in Chromium, behind a proxy that terminates TLS", async (t) => {
  const site = await openSite(t);
  const { page, context } = site;
  assert.equal((await page.evaluate(callGateway, ["authenticateUsingSms"])).status, 401);
  assert.equal(await page.evaluate(postPassword, "wrong"), 401);
  assert.equal(await page.evaluate(postPassword, "correct horse"), 204);
  assert.equal((await page.evaluate(callGateway, ["authenticateUsingSms"])).method, "sms");
  assert.equal((await page.evaluate(callGateway, ["verifyPin", site.wrongPin()])).reason, "invalid");
  assert.deepEqual(await page.evaluate(readAccount), [401, "Unauthorized"]);
  const [before] = await context.cookies();
  assert.equal((await page.evaluate(callGateway, ["verifyPin", site.rightPin()])).verified, true);
  assert.deepEqual(await page.evaluate(readAccount), [200, `logged in as ${site.user.id}`]);
  const [session] = await context.cookies();
  assert.deepEqual(
    [session.name, session.httpOnly, session.secure, session.sameSite],
    ["__Host-session", true, true, "Strict"],
  );
  assert.notEqual(session.value, before.value);
});

test("a page of another origin cannot use the recipe for Express in Chromium", async (t) => {
  const { page, context, url, smsCount } = await openSite(t);
  assert.equal(await page.evaluate(postPassword, "correct horse"), 204);
  const stranger = await context.newPage();
  await stranger.goto(url.replace("127.0.0.1", "localhost"));
  const sent = await stranger.evaluate(async (gateway) => {
    const init = {
      method: "POST",
      credentials: "include",
      headers: { "content-type": "application/json" },
      body: '{"method":"sms"}',
    };
    return fetch(gateway, init).then(
      ({ status }) => status,
      ({ name }) => name,
    );
  }, `${url}/2fa/auth`);
  assert.equal(sent, "TypeError");
  assert.equal(smsCount(), 0);
});
