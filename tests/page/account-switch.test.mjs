import assert from "node:assert/strict";
import { test } from "node:test";
import { useChromium } from "./chromium.mjs";
import { DemoPage } from "./demo-page.mjs";

const visit = useChromium();
const choose = (page, username) => page.getByLabel("Account").selectOption(username);

/** Opens the page as a site with the accounts of ada and bob, with ada chosen. */
const visitWithTwoAccounts = (scenario) =>
  visit(async (page) => {
    const demo = new DemoPage(page);
    await demo.register("bob@example.com", "+372 555 5502");
    await demo.button("Create account").click();
    await demo.register("ada@example.com", "+372 555 5501");
    await scenario(page, demo);
  });

test("a login of an account is canceled when another account is chosen, and continues when it is chosen again", () =>
  visitWithTwoAccounts(async (page, demo) => {
    await demo.injectFault("Delay of 3 s", "send PIN");
    await demo.clickSms();
    const pin = await demo.readPin();
    await choose(page, "bob@example.com");
    await page.getByText("canceled", { exact: true }).waitFor();
    await demo.waitForHeading("Sign in");
    assert.ok(await demo.methodButton("I got a PIN").isHidden());
    await choose(page, "ada@example.com");
    await demo.methodButton("I got a PIN").click();
    await demo.typePin(pin);
    await demo.waitForHeading("Welcome, ada@example.com");
  }));

test("a PIN of an account never signs in another account that is chosen meanwhile", () =>
  visitWithTwoAccounts(async (page, demo) => {
    await demo.requestSms();
    const pin = await demo.readPin();
    await demo.injectFault("Delay of 3 s", "verify PIN");
    await demo.typePin(pin);
    await page.locator(".status").filter({ hasText: "pending" }).waitFor();
    await demo.button("Change method").click();
    await choose(page, "bob@example.com");
    await page.getByText("canceled", { exact: true }).waitFor();
    await demo.waitForHeading("Sign in");
    assert.equal(await page.getByRole("heading", { name: /^Welcome/ }).count(), 0);
  }));

test("a failure and its retry belong to the account and the screen that the call was made from", () =>
  visitWithTwoAccounts(async (page, demo) => {
    const failure = page.getByRole("alert").filter({ hasText: "Verigator is unavailable" });
    await demo.injectFault("500 Internal Server Error", "send PIN", "twice");
    await demo.clickSms();
    await failure.waitFor();
    await choose(page, "bob@example.com");
    await failure.waitFor({ state: "hidden" });
    await demo.clickSms();
    await failure.waitFor();
    await demo.button("Create account").click();
    await failure.waitFor({ state: "hidden" });
  }));

test("each account has its own cooldown", () =>
  visitWithTwoAccounts(async (page, demo) => {
    await demo.freezeClock();
    await demo.requestSms();
    await demo.button("Change method").click();
    await demo.methodButton("Text me a PIN Another one in 30 s (paused)").waitFor();
    await choose(page, "bob@example.com");
    await demo.requestSms();
    await page.getByText("We sent an SMS to +372•••••••02.").waitFor();
  }));
