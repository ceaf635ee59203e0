import assert from "node:assert/strict";
import { test } from "node:test";
import { useChromium } from "./chromium.mjs";
import { DemoPage, wrongPin } from "./demo-page.mjs";

const visit = useChromium();

test("user registers and signs in with the PIN from an SMS", () =>
  visit(async (page) => {
    const demo = new DemoPage(page);
    await demo.register();
    await demo.requestSms();
    await demo.typePin(await demo.readPin());
    await demo.waitForWelcome();
    await page.getByText(/Verified at .* with a PIN sent by SMS/).waitFor();
    await demo.button("Sign out").click();
    await demo.waitForHeading("Sign in");
  }));

test("user signs in with a code from the app", () =>
  visit(async (page) => {
    const demo = new DemoPage(page);
    await demo.register();
    await demo.installApp();
    await demo.requestAppCode();
    await page.getByText("Corner Coffee: sign-in request").waitFor();
    await demo.button("Fill in").click();
    await demo.waitForWelcome();
    await page.getByText(/with a code from the Verigator app/).waitFor();
  }));

test("user without the app sees why an SMS was sent", () =>
  visit(async (page) => {
    const demo = new DemoPage(page);
    await demo.register();
    await demo.requestAppCode();
    await page.getByText("No phone with this number has the Verigator app").waitFor();
    await page.getByText("We sent an SMS to").waitFor();
  }));

test("wrong PIN is rejected, and the next digit typed replaces it", () =>
  visit(async (page) => {
    const demo = new DemoPage(page);
    await demo.register();
    await demo.requestSms();
    const pin = await demo.readPin();
    await demo.typePin(wrongPin(pin));
    await demo.waitForAlert("That PIN is incorrect");
    await page.keyboard.type(pin);
    await demo.waitForWelcome();
  }));

test("PIN with spaces can be pasted", () =>
  visit(async (page) => {
    const demo = new DemoPage(page);
    await demo.register();
    await demo.requestSms();
    const pin = await demo.readPin();
    await page.evaluate((text) => navigator.clipboard.writeText(text), ` ${pin.slice(0, 3)} ${pin.slice(3)}`);
    await demo.pinField.press("Control+v");
    await demo.waitForWelcome();
  }));

test("PIN is rejected after its expiry", () =>
  visit(async (page) => {
    const demo = new DemoPage(page);
    await demo.register();
    await demo.requestSms();
    const pin = await demo.readPin();
    await demo.button("+5 min").click();
    await demo.typePin(pin);
    await demo.waitForAlert("That PIN has expired");
  }));

test("sixth PIN attempt is rejected even with the right PIN, until a new PIN is sent", () =>
  visit(async (page) => {
    const demo = new DemoPage(page);
    await demo.register();
    await demo.requestSms();
    const pin = await demo.readPin();
    for (let attempt = 1; attempt <= 5; attempt += 1) {
      await demo.typePin(wrongPin(pin));
      await page
        .locator(".rows .statement")
        .filter({ hasText: "verifyPin" })
        .nth(attempt - 1)
        .waitFor();
      await page.locator("[aria-busy=false]").waitFor();
    }
    await demo.typePin(pin);
    await demo.waitForAlert("Too many incorrect PINs");
    await demo.button("+30 s").click();
    await demo.button("Send a new PIN").click();
    await demo.typePin(await demo.readPin(2));
    await demo.waitForWelcome();
  }));

test("new PIN can be requested after the cooldown, and invalidates the first", () =>
  visit(async (page) => {
    const demo = new DemoPage(page);
    await demo.freezeClock();
    await demo.register();
    await demo.requestSms();
    const first = await demo.readPin();
    const resend = page.getByRole("button", { name: /^Resend in/ });
    assert.equal(await resend.textContent(), "Resend in 30 s (paused)");
    await resend.click({ force: true });
    await demo.button("+30 s").click();
    await demo.button("Send a new PIN").click();
    const second = await demo.readPin(2);
    assert.equal(await page.locator(".messages > li").count(), 2);
    if (first !== second) {
      await demo.typePin(first);
      await demo.waitForAlert("That PIN is incorrect");
    }
    await demo.typePin(second);
    await demo.waitForWelcome();
  }));

test("Change method does not end the cooldown of an SMS, and leads back to the PIN", () =>
  visit(async (page) => {
    const demo = new DemoPage(page);
    await demo.freezeClock();
    await demo.register();
    await demo.requestSms();
    await demo.readPin();
    await demo.button("Change method").click();
    await demo.methodButton("Text me a PIN Another one in 30 s (paused)").click({ force: true });
    await demo.methodButton("I got a PIN").click();
    await demo.button("Change method").click();
    await demo.button("+30 s").click();
    await demo.methodButton("Text me a PIN By SMS, to any phone").click();
    await demo.typePin(await demo.readPin(2));
    await demo.waitForWelcome();
    assert.equal(await page.locator(".messages > li").count(), 2);
    await demo.button("Sign out").click();
    await demo.methodButton("Text me a PIN By SMS, to any phone").waitFor();
    assert.ok(await demo.methodButton("I got a PIN").isHidden());
  }));

test("a double click does not confirm the deletion of an account", () =>
  visit(async (page) => {
    const demo = new DemoPage(page);
    await demo.register();
    await demo.button("Delete account").dblclick();
    await demo.button("Confirm deletion").waitFor();
    assert.ok((await demo.networkLog()).every((row) => !row.startsWith("DELETE")));
    await demo.button("Confirm deletion").click();
    await demo.waitForHeading("Create an account");
  }));

test("account is deleted after a confirmation", () =>
  visit(async (page) => {
    const demo = new DemoPage(page);
    await demo.register();
    await demo.deleteAccount();
    assert.match((await demo.networkLog())[0], /^DELETE 202 await user\.delete\(\)$/);
  }));

test("taken email and invalid phone number show a notice", () =>
  visit(async (page) => {
    const demo = new DemoPage(page);
    await demo.register();
    await demo.button("Create account").click();
    await page.getByLabel("Email").fill("ada@example.com");
    await page.getByLabel("Phone number").fill("+372 555 5501");
    await demo.button("Register").click();
    await demo.waitForAlert("This email is already registered");
    await page.getByLabel("Phone number").fill("12");
    await demo.button("Register").click();
    await demo.waitForAlert("Check your phone number");
  }));
