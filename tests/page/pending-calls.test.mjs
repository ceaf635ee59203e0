import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { useChromium } from "./chromium.mjs";
import { DemoPage } from "./demo-page.mjs";
import { startServer } from "./sandbox-server.mjs";

const visit = useChromium();
let server;

before(async () => {
  server = await startServer();
});

after(() => server?.close());
const choose = (page, username) => page.getByLabel("Account").selectOption(username);

/** Opens the page of a new space, registers bob and ada, and leaves ada chosen. */
function visitWithTwoAccounts(scenario, options) {
  const { url, control } = server.openSpace();
  const registerBoth = async (page) => {
    const demo = new DemoPage(page);
    await demo.register("bob@example.com", "+372 555 5502");
    await demo.button("Create account").click();
    await demo.register("ada@example.com", "+372 555 5501");
    await scenario(page, demo, control);
  };
  return visit(registerBoth, { url: `${url}/`, ...options });
}

/** Makes the next response of the authentication arrive later than any test takes, after the request was handled. */
const delayResponse = (control, method) =>
  control("POST", "faults/next", {
    fault: { kind: "delay", milliseconds: 60_000 },
    match: { method, path: { pattern: "/auth$", flags: "" } },
    times: 1,
  });

test("a login of an account is canceled when another account is chosen, and continues when it is chosen again", () =>
  visitWithTwoAccounts(async (page, demo, control) => {
    await delayResponse(control, "POST");
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
  visitWithTwoAccounts(async (page, demo, control) => {
    await demo.requestSms();
    const pin = await demo.readPin();
    await delayResponse(control, "PUT");
    await demo.typePin(pin);
    await page.locator(".status").filter({ hasText: "pending" }).waitFor();
    await demo.button("Change method").click();
    await choose(page, "bob@example.com");
    await page.getByText("canceled", { exact: true }).waitFor();
    await demo.waitForHeading("Sign in");
    assert.equal(await page.getByRole("heading", { name: /^Welcome/ }).count(), 0);
  }));

test("user enters the PIN that arrived although the start was canceled", () =>
  visitWithTwoAccounts(async (page, demo, control) => {
    await delayResponse(control, "POST");
    await demo.clickSms();
    const pin = await demo.readPin();
    await demo.button("Cancel").click();
    await demo.waitForAlert("Your request may have gone through");
    await demo.methodButton("I got a PIN").click();
    await demo.typePin(pin);
    await demo.waitForWelcome();
  }));

test("a failure and its retry belong to the account and the screen that the call was made from", () =>
  visitWithTwoAccounts(
    async (page, demo) => {
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
    },
    { expected: /status of 500/ },
  ));

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
