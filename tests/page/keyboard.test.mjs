import assert from "node:assert/strict";
import { test } from "node:test";
import { useChromium } from "./chromium.mjs";
import { personAt } from "./person.mjs";

const visit = useChromium();

const focused = (page) => page.evaluate(() => document.activeElement.getAttribute("aria-label") ?? document.activeElement.labels?.[0]?.textContent ?? document.activeElement.textContent);

/** Presses Tab until what has the focus is called so. */
async function tabTo(page, name) {
  const seen = [];
  for (let presses = 0; presses < 60; presses += 1) {
    await page.keyboard.press("Tab");
    seen.push(await focused(page));
    if (seen.at(-1).startsWith(name)) return;
  }
  assert.fail(`expected Tab to lead to ${name}, got ${seen.join(" | ")}`);
}

test("whole login by app goes by keyboard alone", () =>
  visit(async (page) => {
    const person = personAt(page);
    await tabTo(page, "Skip to the login");
    await page.keyboard.press("Enter");
    await tabTo(page, "E-mail");
    await page.keyboard.type("ada@example.com");
    await tabTo(page, "Phone number");
    await page.keyboard.type("+3725555501");
    await page.keyboard.press("Enter");
    await person.heading("Sign in");
    await tabTo(page, "Messages");
    await page.keyboard.press("ArrowRight");
    assert.equal(await focused(page), "Verigator");
    await page.keyboard.press("Shift+Tab");
    await person.button("Install the app").press("Enter");
    await person.button("Remove the app").waitFor();
    await page.keyboard.press("Tab");
    await page.getByRole("button", { name: "Use the app" }).focus();
    await page.keyboard.press("Enter");
    await person.pinField.waitFor();
    assert.equal(await focused(page), "PIN");
    await page.locator(".push").waitFor();
    await tabTo(page, "Fill in");
    await page.keyboard.press("Enter");
    await person.signedIn();
    assert.match(await focused(page), /^Welcome/);
    await tabTo(page, "Sign out");
    await page.keyboard.press("Space");
    await person.heading("Sign in");
  }));

test("PIN is typed without a look for the field, and a refusal keeps the focus there", () =>
  visit(async (page) => {
    const person = personAt(page);
    await person.register();
    await person.askForSms();
    const pin = await person.readPin();
    await page.keyboard.type(person.wrong(pin));
    await person.refusedWith("That is not the PIN we sent");
    await page.keyboard.type(pin);
    await person.signedIn();
  }));

test("wire and bench are reached and used by keyboard", () =>
  visit(async (page) => {
    const person = personAt(page);
    await person.register();
    await tabTo(page, "POST");
    await page.keyboard.press("Enter");
    await tabTo(page, "Copy as curl");
    await page.keyboard.press("Enter");
    await page.getByText("Copied: Copy as curl").waitFor();
    await tabTo(page, "+1 min");
    await page.keyboard.press("Enter");
    await tabTo(page, "What goes wrong");
  }));
