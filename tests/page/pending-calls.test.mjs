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
  const { url } = server.openSpace();
  const registerBoth = async (page) => {
    const demo = new DemoPage(page);
    await demo.register("bob@example.com", "+372 555 5502");
    await demo.button("Create account").click();
    await demo.register("ada@example.com", "+372 555 5501");
    await scenario(page, demo);
  };
  return visit(registerBoth, { url: `${url}/`, ...options });
}

/** Keeps the responses of the authentication from the page until the returned function is called. The server handles the requests at once. */
async function holdResponses(page) {
  let release;
  const released = new Promise((resolve) => (release = resolve));
  await page.route("**/auth", async (route) => {
    const response = await route.fetch();
    await released;
    await route.fulfill({ response });
  });
  return release;
}

test("a login of an account goes on while another account is chosen, and is there when it is chosen again", () =>
  visitWithTwoAccounts(async (page, demo) => {
    const release = await holdResponses(page);
    await demo.clickSms();
    const pin = await demo.readPin();
    await choose(page, "bob@example.com");
    await demo.waitForState('step: "idle"');
    assert.ok(await demo.pinField.isHidden());
    release();
    await page.locator(".rows .result").filter({ hasText: "sms" }).waitFor();
    await demo.waitForState('step: "idle"');
    await choose(page, "ada@example.com");
    await demo.typePin(pin);
    await demo.waitForHeading("Welcome, ada@example.com");
  }));

test("a PIN of an account never signs in another account that is chosen meanwhile", () =>
  visitWithTwoAccounts(async (page, demo) => {
    await demo.requestSms();
    const pin = await demo.readPin();
    const release = await holdResponses(page);
    await demo.typePin(pin);
    await demo.waitForState('step: "verifying"');
    await choose(page, "bob@example.com");
    await demo.button("Send a PIN by SMS").waitFor();
    release();
    await page.locator(".rows .result").filter({ hasText: "verified" }).waitFor();
    await demo.waitForState('step: "idle"');
    assert.equal(await page.getByRole("heading", { name: /^Welcome/ }).count(), 0);
    await choose(page, "ada@example.com");
    await demo.waitForHeading("Welcome, ada@example.com");
  }));

test("what was typed for an account is not in the field of another one", () =>
  visitWithTwoAccounts(async (page, demo) => {
    await demo.requestSms();
    await demo.typePin("123");
    await choose(page, "bob@example.com");
    await demo.requestSms();
    assert.equal(await demo.pinField.inputValue(), "");
  }));

test("a failure and its retry belong to the account and the screen that the call was made from", () =>
  visitWithTwoAccounts(
    async (page, demo) => {
      const failure = page.getByRole("alert").filter({ hasText: "Verigator is unavailable" });
      const deleteAccount = async () => {
        await demo.button("Delete account").click();
        await demo.button("Confirm deletion").click();
        await failure.waitFor();
      };
      await demo.injectFault("500 Internal Server Error", "delete user", "always");
      await deleteAccount();
      await choose(page, "bob@example.com");
      await failure.waitFor({ state: "hidden" });
      await deleteAccount();
      await demo.button("Create account").click();
      await failure.waitFor({ state: "hidden" });
    },
    { expected: /status of 500/ },
  ));

test("each account has its own cooldown", () =>
  visitWithTwoAccounts(async (page, demo) => {
    await demo.requestSms();
    await page.getByRole("button", { name: /^Send another PIN in 0:/ }).waitFor();
    await choose(page, "bob@example.com");
    await demo.requestSms();
    await page.getByText("PINs go to +372•••••••02.").waitFor();
  }));
