import assert from "node:assert/strict";
import { test } from "node:test";
import { useChromium } from "./chromium.mjs";
import { DemoPage, wrongPin } from "./demo-page.mjs";

const visit = useChromium();

/** Returns the accessible name of the focused element. */
const focusedName = (page) =>
  page.evaluate(
    () =>
      document.activeElement.getAttribute("aria-label") ??
      document.activeElement.labels?.[0]?.textContent ??
      document.activeElement.textContent,
  );

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
    await page.getByRole("button", { name: "Use the app" }).focus();
    await page.keyboard.press("Enter");
    await demo.pinField.waitFor();
    assert.equal(await focusedName(page), "Code");
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
    await demo.waitForAlert("That PIN is incorrect");
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
  { name: "Dismiss", focused: "Sign in", show: failStart },
  { name: "Try again", focused: "PIN", show: failStart, done: (demo) => demo.pinField.waitFor() },
  { name: "Cancel", focused: "Sign in", show: hangStart },
  { name: "Clear all", focused: "Inject fault", show: (demo) => demo.injectFault("403 Forbidden", "send PIN") },
  { name: "Clear", focused: "Network log", show: () => {} },
  {
    name: "Install the app",
    focused: "Remove the app",
    show: (demo, page) => page.getByRole("tab", { name: "Verigator" }).click(),
  },
  { name: "Remove the app", focused: "Install the app", show: (demo) => demo.installApp() },
];

async function failStart(demo) {
  await demo.injectFault("500 Internal Server Error", "send PIN");
  await demo.clickSms();
  await demo.waitForAlert("Verigator is unavailable");
}

async function hangStart(demo) {
  await demo.injectFault("No response", "send PIN");
  await demo.clickSms();
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

test("a failure is announced, and leaves the focus where it was", () =>
  visit(async (page) => {
    const demo = new DemoPage(page);
    await demo.register();
    await demo.injectFault("500 Internal Server Error", "send PIN");
    await demo.methodButton("Text me a PIN").press("Enter");
    await demo.waitForAlert("Verigator is unavailable");
    assert.match(await focusedName(page), /^Text me a PIN/);
  }));
