import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Builder, By, Key, until } from "selenium-webdriver";
import firefox from "selenium-webdriver/firefox.js";
import { find, longTimeoutMs as timeoutMs } from "./programs.mjs";
import { serveSite } from "./static-site.mjs";

let driver;
let site;

before(async () => {
  site = await serveSite();
  const options = new firefox.Options().addArguments("-headless").setBinary(find("firefox-esr", "firefox"));
  const service = new firefox.ServiceBuilder(find("geckodriver"));
  driver = await new Builder().forBrowser("firefox").setFirefoxOptions(options).setFirefoxService(service).build();
});

after(() => Promise.all([driver?.quit(), site?.close()]));

const waitFor = (selector) => driver.wait(until.elementLocated(By.css(selector)), timeoutMs);
const waitForButton = (label) =>
  driver.wait(until.elementLocated(By.xpath(`//button[normalize-space()='${label}']`)), timeoutMs);
const waitForMethod = (title) => driver.wait(until.elementLocated(By.xpath(`//button[strong='${title}']`)), timeoutMs);
const waitForHeading = (text) =>
  driver.wait(until.elementLocated(By.xpath(`//h3[starts-with(., '${text}')]`)), timeoutMs);

async function register() {
  await (await waitFor("#username")).sendKeys("ada@example.com");
  await (await waitFor("#phone-number")).sendKeys("+372 555 5501", Key.ENTER);
  await waitForHeading("Sign in");
}

test("user signs in by SMS after a wrong PIN, in Firefox", async () => {
  await driver.get(site.url);
  await waitFor(":root[data-ready]");
  await driver.executeScript(
    "window.problems = []; addEventListener('error', ({ message }) => problems.push(message)); addEventListener('unhandledrejection', ({ reason }) => problems.push(String(reason)));",
  );
  await register();
  await (await waitForMethod("Text me a PIN")).click();
  const pin = await (await waitFor(".pin-link")).getAttribute("textContent");
  const field = await waitFor("#pin");
  await field.sendKeys(pin.replace(/\d/g, (digit) => (Number(digit) + 1) % 10));
  await driver.wait(until.elementTextContains(await waitFor("#pin-rejection"), "That PIN is incorrect"), timeoutMs);
  await field.sendKeys(pin);
  await waitForHeading("Welcome");
  assert.deepEqual(await driver.executeScript("return problems"), []);
});

test("user is still signed in after a reload, and signs in by app, in Firefox", async () => {
  await driver.navigate().refresh();
  await waitFor(":root[data-ready]");
  await waitForHeading("Welcome");
  await (await waitFor("#app-tab")).click();
  await (await waitForButton("Install the app")).click();
  await waitForButton("Remove the app");
  await (await waitForButton("Sign out")).click();
  await waitForHeading("Sign in");
  await (await waitForMethod("Use the app")).click();
  await waitFor(".push");
  await (await waitFor(".account .one-time-code")).click();
  await waitForHeading("Welcome");
});
