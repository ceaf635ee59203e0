import assert from "node:assert/strict";
import { test } from "node:test";
import { useChromium } from "./chromium.mjs";
import { DemoPage } from "./demo-page.mjs";

const visit = useChromium();

test("a lost connection is shown with its error, is not retried automatically, and another PIN waits for the cooldown", () =>
  visit(async (page) => {
    const demo = new DemoPage(page);
    await demo.register();
    await demo.injectFault("Connection lost", "send PIN");
    await demo.clickSms();
    await page.getByText("A PIN may be on its way.").waitFor();
    await demo.waitForState("ConnectionError");
    assert.deepEqual((await demo.networkLog()).slice(0, 2), [
      "POST failed await user.authenticateUsingSms()",
      'POST 201 await service.registerUser("ada@example.com", "+372•••••••01")',
    ]);
    await page.locator(".active-faults").waitFor({ state: "hidden" });
    await page.getByRole("button", { name: /^Send another PIN in 0:/ }).waitFor();
    await demo.button("+30 s").click();
    await demo.button("Send another PIN").click();
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

test("a registration without a response can be canceled", () =>
  visit(async (page) => {
    const demo = new DemoPage(page);
    await demo.injectFault("No response", "any request");
    await demo.fillRegistration();
    await demo.button("Register").click();
    await page.getByText("Waiting for Verigator").waitFor();
    await demo.button("Cancel").click();
    await demo.waitForAlert("Your request may have gone through.");
    await page.getByText("canceled", { exact: true }).waitFor();
    await demo.button("Dismiss").click();
    await demo.register();
  }));

for (const fault of ["Truncated response", "Malformed JSON"]) {
  test(`user enters the PIN that arrived although the response was lost, after: ${fault}`, () =>
    visit(async (page) => {
      const demo = new DemoPage(page);
      await demo.register();
      await demo.injectFault(fault, "send PIN");
      await demo.clickSms();
      await page.getByText("A PIN may be on its way.").waitFor();
      await demo.waitForState("mayHaveSent: true");
      await demo.typePin(await demo.readPin());
      await demo.waitForWelcome();
      assert.equal(await page.locator(".messages > li").count(), 1);
    }));
}

test("a start that the API refused asks for no PIN", () =>
  visit(async (page) => {
    const demo = new DemoPage(page);
    await demo.register();
    await demo.injectFault("403 Forbidden", "send PIN");
    await demo.clickSms();
    await demo.waitForAlert("Something went wrong");
    await demo.waitForState("ResourceForbiddenError");
    assert.ok(await demo.pinField.isHidden());
  }));

test("a PIN whose check failed is submitted again", () =>
  visit(async (page) => {
    const demo = new DemoPage(page);
    await demo.register();
    await demo.requestSms();
    await demo.injectFault("500 Internal Server Error", "verify PIN");
    await demo.typePin(await demo.readPin());
    await demo.waitForAlert("Something went wrong");
    await demo.waitForState("InternalError");
    await demo.button("Verify").click();
    await demo.waitForWelcome();
  }));

test("a right PIN whose response was lost is used up at the API, and another one is sent", () =>
  visit(async (page) => {
    const demo = new DemoPage(page);
    await demo.register();
    await demo.requestSms();
    await demo.injectFault("Truncated response", "verify PIN");
    await demo.typePin(await demo.readPin());
    await demo.waitForAlert("There was no response");
    await demo.button("Verify").click();
    await demo.waitForAlert("This PIN is wrong");
    await demo.button("+30 s").click();
    await demo.button("Send another PIN").click();
    await demo.typePin(await demo.readPin(2));
    await demo.waitForWelcome();
  }));

test("a PIN that is filled in without a PIN field says that a login has to be started", () =>
  visit(async (page) => {
    const demo = new DemoPage(page);
    await demo.register();
    await demo.requestSms();
    await demo.readPin();
    await demo.button("Create account").click();
    await page.locator(".messages").getByRole("button", { name: "Fill in", exact: true }).click();
    await demo.waitForAlert("Start a login first");
    assert.deepEqual(await page.locator("#login [role=alert]:visible").locator("h4, p").allTextContents(), [
      "Start a login first",
      "A PIN can be filled in once a login has been started.",
      "Dismiss",
    ]);
  }));

test("a PIN that is filled in while one is being verified does not replace it", () =>
  visit(async (page) => {
    const demo = new DemoPage(page);
    await demo.register();
    await demo.requestSms();
    const wrong = "000000";
    await demo.readPin();
    await demo.injectFault("No response", "verify PIN");
    await demo.typePin(wrong);
    await demo.waitForState('step: "verifying"');
    await page.locator(".messages").getByRole("button", { name: "Fill in", exact: true }).click();
    assert.equal(await demo.pinField.inputValue(), wrong);
  }));

/** The faults, the problem that the user reads, and the error that the page's code gets. */
const failures = [
  ["429, Retry-After: 90 s", "Too many requests", "RateLimitedError · status 429"],
  ["403 Forbidden", "Something went wrong", "ResourceForbiddenError · status 403"],
  ["401 Unauthorized", "Something went wrong", "WrongCredentialsError · status 401"],
  ["Redirect to another host", "Something went wrong", "RedirectError"],
];

test("each error of a start is shown to the user in words, and to the visitor by its class", () =>
  visit(async (page) => {
    const demo = new DemoPage(page);
    await demo.register();
    for (const [fault, problem, detail] of failures) {
      await demo.injectFault(fault, "send PIN");
      await demo.clickSms();
      await demo.waitForAlert(problem);
      await demo.waitForState(detail);
      await page.reload();
      await page.locator(":root[data-ready]").waitFor();
    }
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

test("each error class of a registration has its own notice", () =>
  visit(async (page) => {
    const demo = new DemoPage(page);
    await demo.fillRegistration();
    for (const [fault, title] of notices) {
      await demo.injectFault(fault, "any request");
      await demo.button("Register").click();
      await demo.waitForAlert(title);
      if (fault.endsWith("90 s")) await demo.waitForAlert("Try again in 90 s.");
      await demo.button("Dismiss").click();
      await page.getByRole("alert").filter({ hasText: title }).waitFor({ state: "hidden" });
    }
  }));
