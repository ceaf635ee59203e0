import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, symlinkSync } from "node:fs";
import { createRequire } from "node:module";
import { createServer } from "node:net";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { after, test } from "node:test";
import express from "express";
import { connectSandbox } from "verigator/sandbox";
import { open } from "../browsers/browsers.mjs";
import { openRedis } from "../gateway/stores/redis-server.mjs";
import { longTimeoutMs } from "../page/programs.mjs";
import { serve } from "../sandbox/server-process.mjs";
import { launchChromium } from "./chromium.mjs";
import { copyExample, examples, run } from "./examples.mjs";

const redis = await openRedis(after);
const installed = dirname(createRequire(import.meta.url).resolve("verigator/package.json"));

/** Sets up the example as its guide says: `gateway-express`, with the files of `gateway-page` in the folder `page`. */
async function setUp(t) {
  const { url, username, password } = await serve(t);
  const folder = copyExample(t, "gateway-express");
  cpSync(join(examples, "gateway-page"), join(folder, "page"), { recursive: true });
  symlinkSync(dirname(installed), join(folder, "node_modules"));
  const account = { VERIGATOR_BASE_URL: url, VERIGATOR_USERNAME: username, VERIGATOR_PASSWORD: password };
  const secret = "0123456789abcdef0123456789abcdef";
  const environment = { ...account, REDIS_URL: redis.url, SESSION_SECRET: secret, TRUSTED_PROXIES: "0", PORT: "0" };
  environment.VERIGATOR_SERVICE_ID = (await run(folder, process.execPath, ["set-up.js"], environment)).trim();
  return { folder, environment };
}

async function start(t) {
  const { folder, environment } = await setUp(t);
  const server = spawn(process.execPath, ["server.js"], {
    cwd: folder,
    env: { ...process.env, ...environment },
    stdio: ["ignore", "pipe", "inherit"],
  });
  t.after(() => server.kill());
  const [url] = await once(createInterface({ input: server.stdout }), "line");
  return { url, sandbox: await connectSandbox(environment.VERIGATOR_BASE_URL) };
}

async function newPage(t) {
  const browser = await launchChromium();
  t.after(() => browser.close());
  const page = await browser.newPage();
  page.setDefaultTimeout(longTimeoutMs);
  return page;
}

/** Opens the page of the example. Fails if a promise of the page rejects without a handler. */
async function openSite(t) {
  const site = await start(t);
  const page = await newPage(t);
  const uncaught = [];
  page.on("pageerror", (error) => uncaught.push(error.message));
  t.after(() => assert.deepEqual(uncaught, []));
  await page.goto(site.url);
  const click = (name) => page.getByRole("button", { name }).click();
  return { ...site, page, click, shows: (text) => page.getByText(text).waitFor() };
}

test("the example for Express runs without a proxy, and logs in a user in Chromium", async (t) => {
  const { page, sandbox, click, shows } = await openSite(t);
  await click("Log in");
  await click("Send a PIN by SMS");
  const { pin } = await sandbox.inbox.waitFor("+46701740605", { timeoutMs: longTimeoutMs });
  // Keys do not wait for the field.
  await page.getByLabel("PIN").waitFor();
  await page.getByLabel("PIN").pressSequentially(pin === "000000" ? "000001" : "000000");
  await click("Verify");
  await shows("Attempts left: 4.");
  await page.getByLabel("PIN").fill("");
  await page.getByLabel("PIN").pressSequentially(pin);
  await click("Verify");
  await shows(/^logged in as /);
  const starts = (await sandbox.requests()).filter(({ method, path }) => method === "POST" && path.endsWith("/auth"));
  assert.equal(starts.length, 1);
});

test("a user who logs in again within the life of the last PIN gets another one", async (t) => {
  const { page, sandbox, click, shows } = await openSite(t);
  const enterPin = async () => {
    const { pin } = await sandbox.inbox.waitFor("+46701740605", { timeoutMs: longTimeoutMs });
    await page.getByLabel("PIN").waitFor();
    await page.getByLabel("PIN").pressSequentially(pin);
    await click("Verify");
    await shows(/^logged in as /);
  };
  await click("Log in");
  await click("Send a PIN by SMS");
  await enterPin();
  await page.context().clearCookies();
  await page.reload();
  await click("Log in");
  await enterPin();
});

test("the form for the password can't be sent before its handler is attached, and never puts the password into a URL", async (t) => {
  const { url } = await start(t);
  const page = await newPage(t);
  const navigations = [];
  page.on("framenavigated", (frame) => navigations.push(frame.url()));
  const held = new Promise((resolve) => page.route("**/login/element.js", resolve));
  await page.goto(url);
  const element = await held;
  await page.getByLabel("Password").press("Enter");
  assert.equal(await page.getByRole("button", { name: "Log in" }).isDisabled(), true);
  await element.continue();
  await page.getByRole("button", { name: "Log in" }).click();
  await page.getByText("Confirm that it is you.").waitFor();
  assert.deepEqual(navigations, [`${url}/`]);
});

test("the page says whether the password is wrong or the site fails, and tries again", async (t) => {
  const { page, click, shows } = await openSite(t);
  await page.getByLabel("Password").fill("wrong");
  await click("Log in");
  await shows("Wrong name or password.");
  await page.getByLabel("Password").fill("correct horse");
  await page.route("**/login", (route) => route.fulfill({ status: 500 }), { times: 1 });
  await click("Log in");
  await shows("Something went wrong.");
  await page.route("**/login", (route) => route.abort("internetdisconnected"), { times: 1 });
  await click("Log in");
  await shows("Something went wrong.");
  await click("Log in");
  await shows("Confirm that it is you.");
});

test("the page says so if the element cannot be loaded", async (t) => {
  const { url } = await start(t);
  const page = await newPage(t);
  await page.route("**/login/element.js", (route) => route.fulfill({ status: 404 }));
  await page.goto(url);
  await page.getByText("This page could not be loaded.").waitFor();
});

test("the server says so if its port is in use", async (t) => {
  const { folder, environment } = await setUp(t);
  const other = createServer().listen(0, "127.0.0.1");
  t.after(() => other.close());
  await once(other, "listening");
  const failure = await run(folder, process.execPath, ["server.js"], {
    ...environment,
    PORT: String(other.address().port),
  }).catch((error) => error);
  assert.match(failure.stderr, /EADDRINUSE/);
  assert.doesNotMatch(failure.stderr, /TypeError/);
});

test("Firefox does not enable the form after a reload before its handler is attached", async (t) => {
  let isLoadable = true;
  const app = express();
  app.use(
    "/verigator/*path",
    (request, response, next) => (isLoadable || !request.originalUrl.endsWith("/element.js")) && next(),
  );
  app.use("/verigator", express.static(installed));
  app.use(express.static(join(examples, "gateway-page")));
  const server = app.listen(0, "127.0.0.1");
  await once(server, "listening");
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  const { driver, close } = await open("firefox");
  t.after(close);
  await driver.get(`http://127.0.0.1:${server.address().port}/`);
  const isEnabled = async () => (await driver.find("form button")).isEnabled();
  await driver.wait(isEnabled, 10_000);
  isLoadable = false;
  await driver.executeScript("window.isOld = true; location.reload()");
  await driver.wait(() => driver.executeScript("return !window.isOld && document.readyState !== 'loading'"), 10_000);
  assert.equal(await isEnabled(), false);
});
