import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Builder, By, Key, until } from "selenium-webdriver";
import firefox from "selenium-webdriver/firefox.js";
import { find } from "./programs.mjs";
import { serveSite } from "./site.mjs";

const patienceMs = 10_000;
let driver;
let site;

before(async () => {
  site = await serveSite();
  const options = new firefox.Options().addArguments("-headless").setBinary(find("firefox-esr", "firefox"));
  const service = new firefox.ServiceBuilder(find("geckodriver"));
  driver = await new Builder().forBrowser("firefox").setFirefoxOptions(options).setFirefoxService(service).build();
});

after(() => Promise.all([driver?.quit(), site?.close()]));

const seen = (selector) => driver.wait(until.elementLocated(By.css(selector)), patienceMs);
const named = (label) => driver.wait(until.elementLocated(By.xpath(`//button[normalize-space()='${label}']`)), patienceMs);
const headed = (text) => driver.wait(until.elementLocated(By.xpath(`//h3[starts-with(., '${text}')]`)), patienceMs);

async function register() {
  await (await seen("#username")).sendKeys("ada@example.com");
  await (await seen("#phone-number")).sendKeys("+372 555 5501", Key.ENTER);
  await headed("Sign in");
}

test("user signs in by SMS after a wrong PIN, in Firefox", async () => {
  await driver.get(site.url);
  await seen(":root[data-ready]");
  await driver.executeScript("window.complaints = []; addEventListener('error', ({ message }) => complaints.push(message)); addEventListener('unhandledrejection', ({ reason }) => complaints.push(String(reason)));");
  await register();
  await (await driver.findElement(By.css(".choice"))).click();
  const pin = await (await seen(".pin-in-text")).getAttribute("textContent");
  const field = await seen("#pin");
  await field.sendKeys(pin.replace(/\d/g, (digit) => (Number(digit) + 1) % 10));
  await driver.wait(until.elementTextContains(await seen("#pin-refusal"), "not the PIN we sent"), patienceMs);
  await field.sendKeys(pin);
  await headed("Welcome");
  assert.deepEqual(await driver.executeScript("return complaints"), []);
});

test("reload finds the user signed in, and the app shows a code, in Firefox", async () => {
  await driver.navigate().refresh();
  await seen(":root[data-ready]");
  await headed("Welcome");
  await (await seen("#app-tab")).click();
  await (await named("Install the app")).click();
  await named("Remove the app");
  await (await named("Sign out")).click();
  await headed("Sign in");
  await (await driver.findElement(By.css(".choice + .choice"))).click();
  await seen(".push");
  await (await seen(".account .code")).click();
  await headed("Welcome");
});
