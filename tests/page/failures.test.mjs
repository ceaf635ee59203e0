import assert from "node:assert/strict";
import { test } from "node:test";
import { useChromium } from "./chromium.mjs";
import { DemoPage } from "./demo-page.mjs";

const visit = useChromium();

test("lost connection shows a notice, is not retried automatically, and can be tried again", () =>
  visit(async (page) => {
    const demo = new DemoPage(page);
    await demo.register();
    await demo.injectFault("Connection lost", "send PIN");
    await demo.clickSms();
    await demo.waitForAlert("Connection lost");
    assert.deepEqual((await demo.networkLog()).slice(0, 2), [
      "POST failed await user.authenticateUsingSms()",
      'POST 201 await service.registerUser("ada@example.com", "+372•••••••01")',
    ]);
    await page.locator(".active-faults").waitFor({ state: "hidden" });
    await demo.button("Try again").click();
    await demo.typePin(await demo.readPin());
    await demo.waitForWelcome();
  }));

test("delete is retried on 503, and the network log shows the delay", () =>
  visit(async (page) => {
    const demo = new DemoPage(page);
    await demo.register();
    await demo.injectFault("503 Service Unavailable", "delete user");
    await demo.deleteAccount();
    const [second, retry, first] = await demo.networkLog();
    assert.equal(second, "DELETE 202 await user.delete()  // attempt 2");
    assert.match(retry, /^retries after \d+ ms \(internal\)$/);
    assert.equal(first, "DELETE 503 await user.delete()");
  }));

test("call without a response can be canceled", () =>
  visit(async (page) => {
    const demo = new DemoPage(page);
    await demo.register();
    await demo.injectFault("No response", "send PIN");
    await demo.clickSms();
    await demo.button("Cancel").click();
    await page.getByText("canceled", { exact: true }).waitFor();
    await demo.requestSms();
  }));

for (const [fault, title] of [
  ["Truncated response", "Connection lost"],
  ["Malformed JSON", "Invalid response"],
]) {
  test(`user enters the PIN that arrived although the response was lost, after: ${fault}`, () =>
    visit(async (page) => {
      const demo = new DemoPage(page);
      await demo.register();
      await demo.injectFault(fault, "send PIN");
      await demo.clickSms();
      await demo.waitForAlert(title);
      await demo.waitForAlert("Your request may have gone through");
      await demo.methodButton("I got a PIN").click();
      await page.getByRole("alert").filter({ hasText: title }).waitFor({ state: "hidden" });
      await demo.typePin(await demo.readPin());
      await demo.waitForWelcome();
      assert.equal(await page.locator(".messages > li").count(), 1);
    }));
}

test("a start that the API refused offers no PIN to be entered", () =>
  visit(async (page) => {
    const demo = new DemoPage(page);
    await demo.register();
    await demo.injectFault("403 Forbidden", "send PIN");
    await demo.clickSms();
    await demo.waitForAlert("This site has no access");
    assert.ok(await demo.methodButton("I got a PIN").isHidden());
  }));

test("a PIN that is filled in without a PIN field says that a login has to be started", () =>
  visit(async (page) => {
    const demo = new DemoPage(page);
    await demo.register();
    await demo.requestSms();
    await demo.readPin();
    await demo.button("Change method").click();
    await page.locator(".messages").getByRole("button", { name: "Fill in", exact: true }).click();
    await demo.waitForAlert("Start a login first");
    assert.deepEqual(await page.locator("#login [role=alert]:visible").locator("h4, p").allTextContents(), [
      "Start a login first",
      "A PIN can be filled in once a login has been started. If one has been, choose “I got a PIN”.",
      "Dismiss",
    ]);
  }));

const notices = [
  ["429, Retry-After: 90 s", "Too many requests"],
  ["500 Internal Server Error", "Verigator is unavailable"],
  ["403 Forbidden", "This site has no access"],
  ["401 Unauthorized", "This site is misconfigured"],
  ["418, unexpected status", "Unexpected response"],
  ["Malformed JSON", "Invalid response"],
  ["Truncated response", "Connection lost"],
  ["Redirect to another host", "Redirect blocked"],
];

test("each error class has its own notice", () =>
  visit(async (page) => {
    const demo = new DemoPage(page);
    await demo.register();
    for (const [fault, title] of notices) {
      await demo.injectFault(fault, "send PIN");
      await demo.clickSms();
      await demo.waitForAlert(title);
      if (fault.endsWith("90 s")) await demo.waitForAlert("Try again in 90 s.");
      await demo.button("Dismiss").click();
      await page.getByRole("alert").filter({ hasText: title }).waitFor({ state: "hidden" });
    }
  }));
