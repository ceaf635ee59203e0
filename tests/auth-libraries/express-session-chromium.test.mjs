import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { test } from "node:test";
import { chromium } from "playwright-core";
import { copyExample } from "../gateway/examples.mjs";
import { serveApi } from "../gateway/served-api.mjs";
import { find, longTimeoutMs } from "../page/programs.mjs";

const phoneNumber = "+46701740605";
const readPin = ({ sandbox }) => sandbox.inbox.messages(phoneNumber).at(-1).pin;

/** Starts the example's server without a proxy, as its guide says, and opens its page in Chromium. */
async function open(t) {
  const api = await serveApi(t);
  const folder = copyExample(t.after.bind(t), "express-session", import.meta.dirname);
  const environment = {
    ...api.environment,
    SESSION_SECRET: "0123456789abcdef0123456789abcdef",
    TRUSTED_PROXIES: "0",
    PORT: "0",
  };
  const server = spawn(process.execPath, [join(folder, "server.js")], {
    env: { ...process.env, ...environment },
    stdio: ["ignore", "pipe", "ignore"],
  });
  t.after(() => server.kill());
  const [url] = await once(createInterface({ input: server.stdout }), "line");
  const browser = await chromium.launch({
    executablePath: find("chromium", "google-chrome"),
    args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
  });
  t.after(() => browser.close());
  const page = await browser.newPage();
  page.setDefaultTimeout(longTimeoutMs);
  await page.goto(url);
  return { ...api, page };
}

async function enterPassword(page, password = "correct horse") {
  await page.getByLabel("Username").fill("ada");
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Continue" }).click();
}

test("a double click on the right PIN logs the user in, in Chromium", async (t) => {
  const site = await open(t);
  const { page } = site;
  await enterPassword(page, "wrong");
  await page.getByText("Wrong username or password.").waitFor();
  await enterPassword(page);
  await page.getByText("We have sent you an SMS.").waitFor();
  await page.getByLabel("PIN").fill("000");
  await page.getByRole("button", { name: "Log in" }).click();
  await page.getByText("This PIN is wrong or has expired.").waitFor();
  // The API is slower than the second click.
  site.sandbox.faults.next({ kind: "delay", milliseconds: 500 }, { method: "PUT" });
  await page.getByLabel("PIN").fill(readPin(site));
  await page.getByRole("button", { name: "Log in" }).dblclick();
  await page.getByText(/^logged in as /).waitFor();
  assert.equal(new URL(page.url()).pathname, "/account");
});

test("the page shows the form for the PIN, and what to do, also if the API fails", async (t) => {
  const site = await open(t);
  const { page } = site;
  site.sandbox.faults.next({ kind: "malformed" }, { method: "POST" });
  await enterPassword(page);
  await page.getByText("If an SMS arrives, enter its PIN. Otherwise request another one.").waitFor();
  await page.getByRole("button", { name: "Send another SMS" }).click();
  await page.getByText(/Enter the PIN if you have one. You can get another SMS in \d+ seconds./).waitFor();
  site.sandbox.faults.next({ kind: "status", status: 503 }, { method: "PUT" });
  await page.getByLabel("PIN").fill(readPin(site));
  await page.getByRole("button", { name: "Log in" }).click();
  await page.getByText("We could not check the PIN. Try again, or request another SMS.").waitFor();
  await page.getByLabel("PIN").fill(readPin(site));
  await page.getByRole("button", { name: "Log in" }).click();
  await page.getByText(/^logged in as /).waitFor();
});
