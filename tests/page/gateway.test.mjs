import assert from "node:assert/strict";
import { test } from "node:test";
import { useChromium } from "./chromium.mjs";
import { DemoPage, wrongPin } from "./demo-page.mjs";

const visit = useChromium();

/** Returns the route and the full text of each request in the network log, oldest first. */
function requests(page) {
  return page
    .locator(".rows > li")
    .evaluateAll((rows) =>
      rows.map((row) => ({ route: row.querySelector(".route")?.textContent, text: row.textContent })).reverse(),
    );
}

test("only the gateway sends the password when a gateway is used", () =>
  visit(async (page) => {
    const demo = new DemoPage(page);
    await demo.register();
    await demo.button("Clear").click();
    await page.getByLabel("Use a gateway").check();
    await demo.requestSms();
    await demo.typePin(await demo.readPin());
    await demo.waitForWelcome();
    const rows = await requests(page);
    assert.deepEqual(
      rows.map(({ route }) => route),
      [
        "browser → gateway",
        "browser → gateway",
        "browser → gateway",
        "gateway → API",
        "browser → gateway",
        "browser → gateway",
        "gateway → API",
      ],
    );
    for (const { route, text } of rows) assert.equal(text.includes("x-service-auth"), route === "gateway → API", text);
  }));

test("gateway denies another PIN during its cooldown, which grows, and the page shows the remaining time", () =>
  visit(async (page) => {
    const demo = new DemoPage(page);
    await page.getByLabel("Use a gateway").check();
    await demo.register();
    await demo.requestSms();
    await demo.readPin();
    await page.getByRole("button", { name: /^Send another PIN in 0:[23]\d$/ }).waitFor();
    await demo.button("+30 s").click();
    await demo.button("Send another PIN").click();
    await demo.readPin(2);
    await page.getByRole("button", { name: /^Send another PIN in (0:5\d|1:00)$/ }).waitFor();
  }));

test("a PIN that is wrong five times uses up the attempts that the gateway counts", () =>
  visit(async (page) => {
    const demo = new DemoPage(page);
    await page.getByLabel("Use a gateway").check();
    await demo.register();
    await demo.requestSms();
    let pin = await demo.readPin();
    for (const left of [4, 3, 2, 1]) {
      pin = wrongPin(pin);
      await demo.typePin(pin);
      await demo.waitForAlert(`Attempts left: ${left}.`);
    }
    await demo.typePin(wrongPin(pin));
    await demo.waitForAlert("Too many wrong PINs. Request another one.");
    assert.equal(await page.locator("#login [role=alert]:visible").count(), 1);
    assert.ok(await demo.pinField.isHidden());
  }));

test("a user who signs out and in again needs a new PIN, although the gateway remembers that they were verified", () =>
  visit(async (page) => {
    const demo = new DemoPage(page);
    await page.getByLabel("Use a gateway").check();
    await demo.register();
    await demo.requestSms();
    await demo.typePin(await demo.readPin());
    await demo.waitForWelcome();
    await demo.button("Sign out").click();
    await demo.waitForHeading("Sign in");
    await demo.waitForState('step: "idle"');
    await demo.button("+1 min").click();
    await demo.requestSms();
    await demo.typePin(await demo.readPin(2));
    await demo.waitForWelcome();
  }));

test("the code of the page is the element, and that of the server a gateway", () =>
  visit(async (page) => {
    const demo = new DemoPage(page);
    await page.getByLabel("Use a gateway").check();
    await demo.register();
    const current = page.locator("#code [aria-current=step]");
    await current.filter({ hasText: '<verigator-login gateway="/2fa" next="/account">' }).waitFor();
  }));

test("gateway setting survives a reload", () =>
  visit(async (page) => {
    await page.getByLabel("Use a gateway").check();
    await page.reload();
    await page.locator(":root[data-ready]").waitFor();
    assert.ok(await page.getByLabel("Use a gateway").isChecked());
    await page.getByText("On the server, with the password").waitFor();
  }));
