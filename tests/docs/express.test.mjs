import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, symlinkSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { after, test } from "node:test";
import { connectSandbox } from "verigator/sandbox";
import { openRedis } from "../gateway/stores/redis-server.mjs";
import { serve } from "../sandbox/server-process.mjs";
import { launchChromium } from "./chromium.mjs";
import { copyExample, examples, run } from "./examples.mjs";

const redis = await openRedis(after);
const installed = dirname(createRequire(import.meta.url).resolve("verigator/package.json"));

/** Sets up and starts the example as its guide says: `gateway-express`, with the files of `gateway-page` in the folder `page`. */
async function start(t) {
  const { url, username, password } = await serve(t);
  const folder = copyExample(t, "gateway-express");
  cpSync(join(examples, "gateway-page"), join(folder, "page"), { recursive: true });
  symlinkSync(dirname(installed), join(folder, "node_modules"));
  const account = { VERIGATOR_BASE_URL: url, VERIGATOR_USERNAME: username, VERIGATOR_PASSWORD: password };
  const secret = "0123456789abcdef0123456789abcdef";
  const environment = { ...account, REDIS_URL: redis.url, SESSION_SECRET: secret, TRUSTED_PROXIES: "0", PORT: "0" };
  environment.VERIGATOR_SERVICE_ID = (await run(folder, process.execPath, ["set-up.js"], environment)).trim();
  const server = spawn(process.execPath, ["server.js"], { cwd: folder, env: { ...process.env, ...environment }, stdio: ["ignore", "pipe", "inherit"] });
  t.after(() => server.kill());
  const [siteUrl] = await once(createInterface({ input: server.stdout }), "line");
  return { url: siteUrl, sandbox: await connectSandbox(url) };
}

async function newPage(t) {
  const browser = await launchChromium();
  t.after(() => browser.close());
  const page = await browser.newPage();
  page.setDefaultTimeout(10_000);
  return page;
}

test("the example for Express runs without a proxy, and logs in a user in Chromium", async (t) => {
  const { url, sandbox } = await start(t);
  const page = await newPage(t);
  await page.goto(url);
  await page.getByRole("button", { name: "Log in" }).click();
  await page.getByText("Enter the PIN that we sent you.").waitFor();
  const { pin } = await sandbox.inbox.waitFor("+3725555501", { timeoutMs: 5000 });
  await page.getByLabel("PIN").fill("000000");
  await page.getByRole("button", { name: "Check" }).click();
  await page.getByText("Attempts left: 4.").waitFor();
  await page.getByLabel("PIN").fill(pin);
  await page.getByRole("button", { name: "Check" }).click();
  await page.getByText(/^logged in as /).waitFor();
  assert.equal((await sandbox.requests()).filter(({ method, path }) => method === "POST" && path.endsWith("/auth")).length, 1);
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
