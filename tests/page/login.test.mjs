import assert from "node:assert/strict";
import { test } from "node:test";
import { useChromium } from "./chromium.mjs";
import { personAt } from "./person.mjs";

const visit = useChromium();

test("user registers, gets an SMS, types its PIN and is signed in", () =>
  visit(async (page) => {
    const person = personAt(page);
    await person.register();
    await person.askForSms();
    await person.typePin(await person.readPin());
    await person.signedIn();
    await page.getByText(/Verified at .* by a PIN by SMS/).waitFor();
    await person.button("Sign out").click();
    await person.heading("Sign in");
  }));

test("user signs in by a code of the app", () =>
  visit(async (page) => {
    const person = personAt(page);
    await person.register();
    await person.installApp();
    await person.askForApp();
    await page.getByText("Corner Coffee asks: is it you?").waitFor();
    await person.button("Fill in").click();
    await person.signedIn();
    await page.getByText(/by a code of the Verigator app/).waitFor();
  }));

test("user without the app is told why an SMS came", () =>
  visit(async (page) => {
    const person = personAt(page);
    await person.register();
    await person.askForApp();
    await page.getByText("no phone with the app has this number").waitFor();
    await page.getByText("We sent an SMS to").waitFor();
  }));

test("wrong PIN is refused, and the next digit typed takes its place", () =>
  visit(async (page) => {
    const person = personAt(page);
    await person.register();
    await person.askForSms();
    const pin = await person.readPin();
    await person.typePin(person.wrong(pin));
    await person.refusedWith("That is not the PIN we sent");
    await page.keyboard.type(pin);
    await person.signedIn();
  }));

test("PIN with spaces can be pasted", () =>
  visit(async (page) => {
    const person = personAt(page);
    await person.register();
    await person.askForSms();
    const pin = await person.readPin();
    await page.evaluate((text) => navigator.clipboard.writeText(text), ` ${pin.slice(0, 3)} ${pin.slice(3)}`);
    await person.pinField.press("Control+v");
    await person.signedIn();
  }));

test("PIN is refused as too old once the clock was turned past its end", () =>
  visit(async (page) => {
    const person = personAt(page);
    await person.register();
    await person.askForSms();
    const pin = await person.readPin();
    await person.button("+5 min").click();
    await person.typePin(pin);
    await person.refusedWith("That PIN is too old");
  }));

test("sixth try is refused, also with the right PIN, until another PIN is sent", () =>
  visit(async (page) => {
    const person = personAt(page);
    await person.register();
    await person.askForSms();
    const pin = await person.readPin();
    for (let attempt = 1; attempt <= 5; attempt += 1) {
      await person.typePin(person.wrong(pin));
      await page.locator(".rows .statement").filter({ hasText: "verifyPin" }).nth(attempt - 1).waitFor();
      await page.locator("[aria-busy=false]").waitFor();
    }
    await person.typePin(pin);
    await person.refusedWith("Too many wrong tries");
    await person.button("+30 s").click();
    await person.button("Send another PIN").click();
    await person.typePin(await person.readPin(2));
    await person.signedIn();
  }));

test("another PIN can be asked for when the cool-down is over, and ends the first", () =>
  visit(async (page) => {
    const person = personAt(page);
    await person.button("Freeze").click();
    await person.button("Run").waitFor();
    await person.register();
    await person.askForSms();
    const first = await person.readPin();
    const resend = page.getByRole("button", { name: /^Send another/ });
    assert.equal(await resend.textContent(), "Send another in 30 s, once the clock runs");
    await resend.click({ force: true });
    await person.button("+30 s").click();
    await person.button("Send another PIN").click();
    const second = await person.readPin(2);
    assert.equal(await page.locator(".bubbles > li").count(), 2);
    if (first !== second) {
      await person.typePin(first);
      await person.refusedWith("That is not the PIN we sent");
    }
    await person.typePin(second);
    await person.signedIn();
  }));

test("account is deleted at the second press", () =>
  visit(async (page) => {
    const person = personAt(page);
    await person.register();
    await person.button("Delete my account").click();
    await person.button("Really delete it?").click();
    await person.heading("Create an account");
    assert.match((await person.wire())[0], /^DELETE 202 await user\.delete\(\)$/);
  }));

test("name that is taken and number that is none are explained", () =>
  visit(async (page) => {
    const person = personAt(page);
    await person.register();
    await person.button("Register another").click();
    await page.getByLabel("E-mail").fill("ada@example.com");
    await page.getByLabel("Phone number").fill("+372 555 5501");
    await person.button("Register").click();
    await person.refusedWith("That name is taken");
    await page.getByLabel("Phone number").fill("12");
    await person.button("Register").click();
    await person.refusedWith("That was not accepted");
  }));
