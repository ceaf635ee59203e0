import assert from "node:assert/strict";
import { test } from "node:test";
import { useChromium } from "./chromium.mjs";
import { DemoPage, wrongPin } from "./demo-page.mjs";

const visit = useChromium();

/** Returns the accessible name of the focused element, also in the shadow tree of the form. */
const focusedName = (page) =>
  page.evaluate(() => {
    const { activeElement } = document.activeElement.shadowRoot ?? document;
    return (
      activeElement.getAttribute("aria-label") ?? activeElement.labels?.[0]?.textContent ?? activeElement.textContent
    );
  });

/** Presses Tab until an element whose name starts with `name` has the focus. */
async function tabTo(page, name) {
  const names = [];
  for (let presses = 0; presses < 60; presses += 1) {
    await page.keyboard.press("Tab");
    names.push(await focusedName(page));
    if (names.at(-1).startsWith(name)) return;
  }
  assert.fail(`expected Tab to reach ${name}, got ${names.join(" | ")}`);
}

test("login by app works with the keyboard alone", () =>
  visit(async (page) => {
    const demo = new DemoPage(page);
    await tabTo(page, "Skip to login");
    await page.keyboard.press("Enter");
    await tabTo(page, "Email");
    await page.keyboard.type("ada@example.com");
    await tabTo(page, "Phone number");
    await page.keyboard.type("+3725555501");
    await page.keyboard.press("Enter");
    await demo.waitForHeading("Sign in");
    await tabTo(page, "Messages");
    await page.keyboard.press("ArrowRight");
    assert.equal(await focusedName(page), "Verigator");
    await page.keyboard.press("Shift+Tab");
    await demo.button("Install the app").press("Enter");
    await demo.button("Remove the app").waitFor();
    await page.keyboard.press("Tab");
    await demo.button("Use the Verigator app").focus();
    await page.keyboard.press("Enter");
    await demo.pinField.waitFor();
    assert.equal(await focusedName(page), "PIN");
    await page.locator(".push").waitFor();
    await tabTo(page, "Fill in");
    await page.keyboard.press("Enter");
    await demo.waitForWelcome();
    assert.match(await focusedName(page), /^Welcome/);
    await tabTo(page, "Sign out");
    await page.keyboard.press("Space");
    await demo.waitForHeading("Sign in");
  }));

test("PIN field has the focus, and keeps it after a rejection", () =>
  visit(async (page) => {
    const demo = new DemoPage(page);
    await demo.register();
    await demo.requestSms();
    const pin = await demo.readPin();
    await page.keyboard.type(wrongPin(pin));
    await demo.waitForAlert("This PIN is wrong");
    await page.keyboard.type(pin);
    await demo.waitForWelcome();
  }));

test("Network log and Controls work with the keyboard", () =>
  visit(async (page) => {
    const demo = new DemoPage(page);
    await demo.register();
    await tabTo(page, "POST");
    await page.keyboard.press("Enter");
    await tabTo(page, "Copy as curl");
    await page.keyboard.press("Enter");
    await page.getByText("Copied: Copy as curl").waitFor();
    await tabTo(page, "+1 min");
    await page.keyboard.press("Enter");
    await tabTo(page, "Fault");
  }));

/** Each control that is removed or hidden by its own use, the state that shows it, and what has the focus afterwards. */
const removedControls = [
  { name: "Dismiss", focused: "Email", show: failRegistration },
  { name: "Try again", focused: "Sign in", show: failRegistration, done: (demo) => demo.waitForHeading("Sign in") },
  { name: "Cancel", focused: "Email", show: hangRegistration },
  { name: "Clear all", focused: "Inject fault", show: (demo) => demo.injectFault("403 Forbidden", "send PIN") },
  { name: "Clear", focused: "Network log", show: () => {} },
  {
    name: "Install the app",
    focused: "Remove the app",
    show: (demo, page) => page.getByRole("tab", { name: "Verigator" }).click(),
  },
  { name: "Remove the app", focused: "Install the app", show: (demo) => demo.installApp() },
];

async function failRegistration(demo) {
  await startOver(demo);
  await demo.injectFault("500 Internal Server Error", "any request");
  await demo.button("Register").click();
  await demo.waitForAlert("Verigator is unavailable");
}

async function hangRegistration(demo) {
  await startOver(demo);
  await demo.injectFault("No response", "any request");
  await demo.button("Register").click();
}

/** Shows the form to register another account, filled in. */
async function startOver(demo) {
  await demo.button("Create account").click();
  await demo.fillRegistration("grace@example.com", "+372 555 5502");
}

test("the focus moves on from a control that its own use removes", () =>
  visit(async (page, { url }) => {
    for (const { name, focused, show, done } of removedControls) {
      await page.evaluate(() => sessionStorage.clear());
      await page.goto(url);
      await page.locator(":root[data-ready]").waitFor();
      const demo = new DemoPage(page);
      await demo.register();
      await show(demo, page);
      await demo.button(name).press("Enter");
      await demo.button(name).waitFor({ state: "hidden" });
      await done?.(demo);
      assert.equal(await focusedName(page), focused, name);
    }
  }));

test("a failure of a registration is announced, and leaves the focus where it was", () =>
  visit(async (page) => {
    const demo = new DemoPage(page);
    await demo.injectFault("500 Internal Server Error", "any request");
    await demo.fillRegistration();
    await demo.button("Register").press("Enter");
    await demo.waitForAlert("Verigator is unavailable");
    assert.equal(await focusedName(page), "Register");
  }));
