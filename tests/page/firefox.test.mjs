import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { open } from "../browsers/browsers.mjs";
import { enter } from "../browsers/web-driver.mjs";
import { Form } from "../login/form.mjs";
import { longTimeoutMs as timeoutMs } from "./programs.mjs";
import { serveSite } from "./static-site.mjs";

let browser;
let driver;
let form;
let site;

before(async () => {
  site = await serveSite();
  browser = await open("firefox");
  driver = browser.driver;
  form = new Form(driver);
});

after(() => Promise.all([browser?.close(), site?.close()]));

const waitFor = (selector) => driver.wait(() => driver.find(selector), timeoutMs);
const waitForButton = (label) => waitFor(`//button[normalize-space()='${label}']`);
const waitForHeading = (text) => waitFor(`//h3[starts-with(., '${text}')]`);

async function register() {
  await (await waitFor("#username")).type("ada@example.com");
  await (await waitFor("#phone-number")).type(`+372 555 5501${enter}`);
  await waitForHeading("Sign in");
}

test("user signs in by SMS after a wrong PIN, in Firefox", async () => {
  await driver.get(site.url);
  await waitFor(":root[data-ready]");
  await driver.executeScript(
    "window.problems = []; addEventListener('error', ({ message }) => problems.push(message)); addEventListener('unhandledrejection', ({ reason }) => problems.push(String(reason)));",
  );
  await register();
  await form.start();
  const pin = await (await waitFor(".pin-link")).property("textContent");
  await form.type(pin.replace(/\d/g, (digit) => (Number(digit) + 1) % 10));
  await form.waitFor({ problem: "This PIN is wrong.", focus: "field" });
  await driver.press(pin);
  await waitForHeading("Welcome");
  assert.deepEqual(await driver.executeScript("return problems"), []);
});

test("user is still signed in after a reload, and signs in by app, in Firefox", async () => {
  await driver.refresh();
  await waitFor(":root[data-ready]");
  await waitForHeading("Welcome");
  await (await waitFor("#app-tab")).click();
  await (await waitForButton("Install the app")).click();
  await waitForButton("Remove the app");
  await (await waitForButton("Sign out")).click();
  await waitForHeading("Sign in");
  await form.waitFor({ step: "idle" });
  await form.click("Use the Verigator app");
  await waitFor(".push");
  await (await waitFor(".account .one-time-code")).click();
  await waitForHeading("Welcome");
});
