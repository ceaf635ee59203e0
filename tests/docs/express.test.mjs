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
  return {
    ...site,
    page,
    click,
    shows: (text) => page.getByRole("status").getByText(text).waitFor(),
    readPin: async () => (await site.sandbox.inbox.messages("+46701740605")).at(-1).pin,
    async enterPin(pin) {
      await page.getByLabel("PIN").fill(pin);
      await click("Check");
    },
  };
}

test("the example for Express runs without a proxy, and logs in a user in Chromium", async (t) => {
  const { url, sandbox } = await start(t);
  const page = await newPage(t);
  await page.goto(url);
  await page.getByRole("button", { name: "Log in" }).click();
  await page.getByText("Enter the PIN that we sent you.").waitFor();
  const { pin } = await sandbox.inbox.waitFor("+46701740605", { timeoutMs: longTimeoutMs });
  await page.getByLabel("PIN").fill("000000");
  await page.getByRole("button", { name: "Check" }).click();
  await page.getByText("Attempts left: 4.").waitFor();
  await page.getByLabel("PIN").fill(pin);
  await page.getByRole("button", { name: "Check" }).click();
  await page.getByText(/^logged in as /).waitFor();
  assert.equal(
    (await sandbox.requests()).filter(({ method, path }) => method === "POST" && path.endsWith("/auth")).length,
    1,
  );
  await page.reload();
  await page.getByRole("button", { name: "Log in" }).click();
  await page.getByText(/Enter the PIN|Please wait/).waitFor();
});

test("the form for the password can't be sent before the wasm is loaded, and never puts the password into a URL", async (t) => {
  const { url } = await start(t);
  const page = await newPage(t);
  const navigations = [];
  page.on("framenavigated", (frame) => navigations.push(frame.url()));
  const held = new Promise((resolve) => page.route("**/*.wasm", resolve));
  await page.goto(url);
  const wasm = await held;
  await page.getByLabel("Password").press("Enter");
  assert.equal(await page.getByRole("button", { name: "Log in" }).isDisabled(), true);
  await wasm.continue();
  await page.getByRole("button", { name: "Log in" }).click();
  await page.getByText("Enter the PIN that we sent you.").waitFor();
  assert.deepEqual(navigations, [`${url}/`]);
});

test("a PIN whose start seemed to fail logs the user in, with spaces, after a failed check, and by a double click", async (t) => {
  const { page, sandbox, click, shows, readPin, enterPin } = await openSite(t);
  await sandbox.faults.next({ kind: "truncated" }, { method: "POST" });
  await click("Log in");
  await shows("If a PIN arrives, enter it. Otherwise request another one.");
  await click("Send another PIN");
  await shows(/^Enter the PIN if you have one. You can get another one in \d+ s.$/);
  await enterPin(" ");
  await shows("Enter all digits of the PIN, and nothing else.");
  await sandbox.faults.next({ kind: "status", status: 503 }, { method: "PUT" });
  await enterPin(await readPin());
  await shows("Something went wrong. Try again, or reload this page.");
  await sandbox.faults.next({ kind: "delay", milliseconds: 300 }, { method: "PUT" });
  await page.getByLabel("PIN").fill(` ${(await readPin()).replace(/^.../, "$& ")}`);
  await page.getByRole("button", { name: "Check" }).dblclick();
  await shows(/^logged in as /);
});

test("an earlier PIN still counts after a reload, and none after five wrong ones", async (t) => {
  const { page, click, shows, readPin, enterPin } = await openSite(t);
  await click("Log in");
  await shows("Enter the PIN that we sent you.");
  const pin = await readPin();
  await page.reload();
  await click("Log in");
  await shows(/^Enter the PIN if you have one./);
  const wrong = pin === "000000" ? "000001" : "000000";
  for (const left of [4, 3, 2, 1]) {
    await enterPin(wrong);
    await shows(`This PIN is wrong. Attempts left: ${left}.`);
  }
  for (const attempt of [wrong, pin]) {
    await enterPin(attempt);
    await shows("Too many wrong PINs. Request another one.");
  }
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
  await shows("Enter the PIN that we sent you.");
});

test("the page says so if the wasm cannot be loaded", async (t) => {
  const { url } = await start(t);
  const page = await newPage(t);
  await page.route("**/*.wasm", (route) => route.fulfill({ status: 404 }));
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

test("Firefox does not enable the form after a reload before the wasm is loaded", async (t) => {
  let isLoadable = true;
  const app = express();
  app.use(
    "/verigator/*path",
    (request, response, next) => (isLoadable || !request.originalUrl.endsWith(".wasm")) && next(),
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
  const isEnabled = async () => (await driver.find("#first button")).isEnabled();
  await driver.wait(isEnabled, 10_000);
  isLoadable = false;
  await driver.executeScript("window.isOld = true; location.reload()");
  await driver.wait(() => driver.executeScript("return !window.isOld && document.readyState === 'complete'"), 10_000);
  assert.equal(await isEnabled(), false);
});
