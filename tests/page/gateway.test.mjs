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
      ["browser → gateway", "gateway → API", "browser → gateway", "browser → gateway", "gateway → API"],
    );
    for (const { route, text } of rows) assert.equal(text.includes("x-service-auth"), route === "gateway → API", text);
  }));

test("gateway rejects a new PIN during its cooldown, and the page shows the remaining time", () =>
  visit(async (page) => {
    const demo = new DemoPage(page);
    await demo.freezeClock();
    await page.getByLabel("Use a gateway").check();
    await demo.register();
    await demo.requestSms();
    await demo.readPin();
    await demo.button("Resend in 30 s (paused)").waitFor();
    await demo.button("Change method").click();
    await demo.methodButton("Text me a PIN Another one in 30 s (paused)").waitFor();
    await page.getByRole("button", { name: "Use the app" }).click();
    await demo.waitForAlert("Too many requests");
    await demo.waitForAlert("Try again in 30 s.");
    await demo.button("+30 s").click();
    await demo.button("Dismiss").click();
    await demo.requestSms();
    await demo.readPin(2);
    await demo.button("Resend in 60 s (paused)").waitFor();
  }));

test("PIN attempts that the gateway has used up lead to a new PIN, without a retry that cannot succeed", () =>
  visit(async (page) => {
    const demo = new DemoPage(page);
    await page.getByLabel("Use a gateway").check();
    await demo.register();
    await demo.requestSms();
    const pin = await demo.readPin();
    for (let attempt = 1; attempt <= 5; attempt += 1) {
      await demo.typePin(wrongPin(pin));
      await page
        .locator(".rows .result")
        .filter({ hasText: "rejected" })
        .nth(2 * attempt - 1)
        .waitFor();
      await demo.waitForAlert("That PIN is incorrect");
    }
    await demo.typePin(wrongPin(pin));
    await demo.waitForAlert("Too many incorrect PINs. Request a new one to continue.");
    assert.equal(await page.locator("#login [role=alert]:visible").count(), 1);
    assert.equal(await demo.button("Try again").count(), 0);
  }));

test("gateway setting survives a reload", () =>
  visit(async (page) => {
    await page.getByLabel("Use a gateway").check();
    await page.reload();
    await page.locator(":root[data-ready]").waitFor();
    assert.ok(await page.getByLabel("Use a gateway").isChecked());
    await page.getByText("On the server, with the password").waitFor();
  }));
