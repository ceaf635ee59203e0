import assert from "node:assert/strict";
import { test } from "node:test";
import { useChromium } from "./chromium.mjs";
import { personAt } from "./person.mjs";

const visit = useChromium();

test("lost connection is explained, nothing is sent twice, and the user can try again", () =>
  visit(async (page) => {
    const person = personAt(page);
    await person.register();
    await person.switchOn("Connection lost", "send the PIN");
    await page.getByRole("button", { name: "Text me a PIN" }).click();
    await person.refusedWith("The connection was lost");
    assert.deepEqual((await person.wire()).slice(0, 2), ["POST no answer await user.authenticateUsingSms()", 'POST 201 await service.registerUser("ada@example.com", "+372•••••••01")']);
    await page.locator(".armed").waitFor({ state: "hidden" });
    await person.button("Try again").click();
    await person.typePin(await person.readPin());
    await person.signedIn();
  }));

test("deleting is repeated where the server is unavailable, and the wire shows the wait", () =>
  visit(async (page) => {
    const person = personAt(page);
    await person.register();
    await person.switchOn("503, unavailable", "delete the account");
    await person.button("Delete my account").click();
    await person.button("Really delete it?").click();
    await person.heading("Create an account");
    const [second, wait, first] = await person.wire();
    assert.equal(second, "DELETE 202 await user.delete()  // attempt 2");
    assert.match(wait, /^waits \d+ ms, then tries again: internal$/);
    assert.equal(first, "DELETE 503 await user.delete()");
  }));

test("call that gets no answer can be cancelled", () =>
  visit(async (page) => {
    const person = personAt(page);
    await person.register();
    await person.switchOn("No answer ever", "send the PIN");
    await page.getByRole("button", { name: "Text me a PIN" }).click();
    await person.button("Cancel").click();
    await page.getByText("given up").waitFor();
    await person.askForSms();
  }));

const failures = [
  ["429, try again in 90 s", "Too many requests"],
  ["500, internal error", "Verigator has a problem"],
  ["403, forbidden", "This site may not do that"],
  ["401, wrong credentials", "This site is not set up right"],
  ["418, an odd status", "An answer nobody expected"],
  ["Answer is no JSON", "The answer made no sense"],
  ["Answer breaks off", "The connection was lost"],
  ["Redirect elsewhere", "The answer led elsewhere"],
];

test("each class of error is told in words of its own", () =>
  visit(async (page) => {
    const person = personAt(page);
    await person.register();
    for (const [fault, words] of failures) {
      await person.switchOn(fault, "send the PIN");
      await page.getByRole("button", { name: "Text me a PIN" }).click();
      await person.refusedWith(words);
      await person.button("Dismiss").click();
      await page.getByRole("alert").filter({ hasText: words }).waitFor({ state: "hidden" });
    }
  }));
