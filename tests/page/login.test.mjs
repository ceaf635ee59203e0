import assert from "node:assert/strict";
import { test } from "node:test";
import { useChromium } from "./chromium.mjs";
import { DemoPage, wrongPin } from "./demo-page.mjs";

const visit = useChromium();

test("user registers and signs in with the PIN from an SMS", () =>
  visit(async (page) => {
    const demo = new DemoPage(page);
    await demo.register();
    await page.getByText("PINs go to +372•••••••01.").waitFor();
    await demo.requestSms();
    await demo.typePin(await demo.readPin());
    await demo.waitForWelcome();
    await page.getByText(/Verified at .* with a PIN sent by SMS/).waitFor();
    await demo.button("Sign out").click();
    await demo.waitForHeading("Sign in");
    await demo.button("Send a PIN by SMS").waitFor();
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

test("user without the app sees why an SMS was sent, and the visitor what the page's code sees of it", () =>
  visit(async (page) => {
    const demo = new DemoPage(page);
    await demo.register();
    await demo.requestAppCode();
    await page.getByText("You have no Verigator app on this number, so we sent an SMS.").waitFor();
    await demo.waitForState('{ step: "waiting", method: "sms", requestedMethod: "totp" }');
  }));

test("wrong PIN is rejected, and the next digit typed replaces it", () =>
  visit(async (page) => {
    const demo = new DemoPage(page);
    await demo.register();
    await demo.requestSms();
    const pin = await demo.readPin();
    await demo.typePin(wrongPin(pin));
    await demo.waitForAlert("This PIN is wrong");
    await demo.waitForState('rejection: "invalid"');
    await page.keyboard.type(pin);
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
    await demo.waitForAlert("This PIN has expired");
    await demo.button("Send another PIN").click();
    await demo.typePin(await demo.readPin(2));
    await demo.waitForWelcome();
  }));

test("a PIN that nobody typed for 10 minutes has expired without a request", () =>
  visit(async (page) => {
    const demo = new DemoPage(page);
    await demo.register();
    await demo.requestSms();
    await demo.readPin();
    const sent = await demo.networkLog();
    await demo.button("+5 min").click();
    await demo.button("+5 min").click();
    await demo.waitForAlert("This PIN has expired");
    assert.deepEqual(await demo.networkLog(), sent);
  }));

test("sixth PIN attempt is rejected even with the right PIN, until a new PIN is sent", () =>
  visit(async (page) => {
    const demo = new DemoPage(page);
    await demo.register();
    await demo.requestSms();
    const pin = await demo.readPin();
    for (let attempt = 1; attempt <= 5; attempt += 1) {
      // The same rejected PIN is not sent again.
      await demo.typePin(attempt % 2 ? wrongPin(pin) : wrongPin(wrongPin(pin)));
      await page
        .locator(".rows .result")
        .filter({ hasText: "rejected" })
        .nth(attempt - 1)
        .waitFor();
      await demo.waitForState('step: "waiting"');
    }
    await demo.typePin(pin);
    await demo.waitForAlert("Too many wrong PINs");
    await page.reload();
    await page.locator(":root[data-ready]").waitFor();
    await demo.waitForAlert("Too many wrong PINs");
    await demo.button("+30 s").click();
    await demo.button("Send another PIN").click();
    await demo.typePin(await demo.readPin(2));
    await demo.waitForWelcome();
  }));

test("new PIN can be requested after the cooldown, and invalidates the first", () =>
  visit(async (page) => {
    const demo = new DemoPage(page);
    await demo.register();
    await demo.requestSms();
    const first = await demo.readPin();
    const resend = page.getByRole("button", { name: /^Send another PIN in 0:[0-3]\d$/ });
    await resend.click({ force: true });
    await demo.button("+30 s").click();
    await demo.button("Send another PIN").click();
    const second = await demo.readPin(2);
    assert.equal(await page.locator(".messages > li").count(), 2);
    await page.getByText("Enter the newest PIN.").waitFor();
    if (first !== second) {
      await demo.typePin(first);
      await demo.waitForAlert("This PIN is wrong");
    }
    await demo.typePin(second);
    await demo.waitForWelcome();
  }));

test("the site sends no second SMS within its cooldown, although the page's clock is ahead of the sandbox's", () =>
  visit(async (page) => {
    const demo = new DemoPage(page);
    await demo.freezeClock();
    await demo.register();
    await demo.requestSms();
    await demo.readPin();
    // The countdown follows the page's clock, which is not frozen.
    await page.evaluate(
      () =>
        (Date.now = (
          (now) => () =>
            now() + 31_000
        )(Date.now)),
    );
    await demo.button("Send another PIN").click();
    await demo.waitForAlert("Too many requests");
    await page.getByRole("button", { name: /^Send another PIN in 0:/ }).waitFor();
    assert.equal((await demo.networkLog()).filter((row) => row.includes("authenticate")).length, 1);
    assert.equal(await page.locator(".messages > li").count(), 1);
  }));

test("the cooldown of an SMS survives a reload, and ends with the login", () =>
  visit(async (page) => {
    const demo = new DemoPage(page);
    await demo.register();
    await demo.requestSms();
    const pin = await demo.readPin();
    await demo.waitForSavedSandbox(pin);
    await page.reload();
    await page.locator(":root[data-ready]").waitFor();
    await page.getByRole("button", { name: /^Send another PIN in 0:/ }).waitFor();
    await demo.typePin(pin);
    await demo.waitForWelcome();
    await demo.button("Sign out").click();
    await demo.requestSms();
    await demo.readPin(2);
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
