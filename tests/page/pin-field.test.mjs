import assert from "node:assert/strict";
import { test } from "node:test";
import { useChromium } from "./chromium.mjs";
import { DemoPage, wrongPin } from "./demo-page.mjs";

const visit = useChromium();

/** Opens the page at the PIN screen. */
const visitPinScreen = (scenario) =>
  visit(async (page) => {
    const demo = new DemoPage(page);
    await demo.register();
    await demo.requestSms();
    await scenario(page, demo, await demo.readPin());
  });

test("a rejected PIN is not sent again by Enter or Verify until it is changed", () =>
  visitPinScreen(async (page, demo, pin) => {
    await demo.typePin(wrongPin(pin));
    await demo.waitForAlert("That PIN is incorrect");
    await page.keyboard.press("Enter");
    await demo.button("Verify").click();
    await page.keyboard.type(pin);
    await demo.waitForWelcome();
    const attempts = (await demo.networkLog()).filter((row) => row.startsWith("PUT"));
    assert.equal(attempts.length, 2, attempts.join("\n"));
  }));

test("digits of other scripts, separators and invisible characters are accepted as the PIN", () =>
  visitPinScreen(async (page, demo, pin) => {
    const bengali = (digits) => digits.replace(/\d/g, (digit) => String.fromCodePoint(0x9e6 + Number(digit)));
    const fullWidth = (digits) => digits.replace(/\d/g, (digit) => String.fromCodePoint(0xff10 + Number(digit)));
    await demo.pinField.fill(`\u200f${bengali(pin.slice(0, 2))}-${fullWidth(pin.slice(2, 4))} ${pin.slice(4)}\u2069`);
    await demo.waitForWelcome();
  }));

test("an input method's text is the PIN once its composition ends", () =>
  visitPinScreen(async (page, demo, pin) => {
    const fullWidth = pin.replace(/\d/g, (digit) => String.fromCodePoint(0xff10 + Number(digit)));
    await demo.pinField.focus();
    const session = await page.context().newCDPSession(page);
    await session.send("Input.imeSetComposition", { text: fullWidth, selectionStart: 6, selectionEnd: 6 });
    assert.equal(await demo.pinField.inputValue(), fullWidth, "the composition is left alone");
    await session.send("Input.insertText", { text: fullWidth });
    await demo.waitForWelcome();
  }));

test("the field keeps the PIN that is being verified", () =>
  visitPinScreen(async (page, demo, pin) => {
    const wrong = wrongPin(pin);
    await demo.injectFault("No response", "verify PIN");
    await demo.typePin(wrong);
    await page.getByText("Waiting for Verigator").waitFor();
    await demo.pinField.press("Control+a");
    await page.keyboard.type("222222");
    assert.equal(await demo.pinField.inputValue(), wrong);
    await page.locator(".messages").getByRole("button", { name: "Fill in", exact: true }).click();
    assert.equal(await demo.pinField.inputValue(), wrong);
    await demo.button("Cancel").click();
    await demo.typePin(pin);
    await demo.waitForWelcome();
  }));

test("the field is empty after a new PIN was sent", () =>
  visitPinScreen(async (page, demo, pin) => {
    await demo.typePin(wrongPin(pin));
    await demo.waitForAlert("That PIN is incorrect");
    await demo.button("+30 s").click();
    await demo.button("Send a new PIN").click();
    const second = await demo.readPin(2);
    await page.locator("#pin-rejection").waitFor({ state: "hidden" });
    assert.equal(await demo.pinField.inputValue(), "");
    await demo.pinField.press("End");
    await page.keyboard.type(second);
    await demo.waitForWelcome();
  }));
