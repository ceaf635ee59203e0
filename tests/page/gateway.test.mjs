import assert from "node:assert/strict";
import { test } from "node:test";
import { useChromium } from "./chromium.mjs";
import { personAt } from "./person.mjs";

const visit = useChromium();

/** Who sent each request, and all that the wire holds of it, oldest first. */
function exchanges(page) {
  return page.locator(".rows > li").evaluateAll((rows) => rows.map((row) => ({ way: row.querySelector(".way")?.textContent, text: row.textContent })).reverse());
}

test("through a gateway only the gateway has the password", () =>
  visit(async (page) => {
    const person = personAt(page);
    await person.register();
    await person.button("Clear").click();
    await page.getByLabel("through a gateway").check();
    await person.askForSms();
    await person.typePin(await person.readPin());
    await person.signedIn();
    const rows = await exchanges(page);
    assert.deepEqual(
      rows.map(({ way }) => way),
      ["browser → gateway", "gateway → API", "browser → gateway", "browser → gateway", "gateway → API"],
    );
    for (const { way, text } of rows) assert.equal(text.includes("x-service-auth"), way === "gateway → API", text);
  }));

test("gateway refuses another PIN before its cool-down, and the page shows how long that is", () =>
  visit(async (page) => {
    const person = personAt(page);
    await person.button("Freeze").click();
    await person.button("Run").waitFor();
    await page.getByLabel("through a gateway").check();
    await person.register();
    await person.askForSms();
    await person.readPin();
    await person.button("Send another in 30 s, once the clock runs").waitFor();
    await person.button("Another way").click();
    await page.getByRole("button", { name: "Text me a PIN" }).click();
    await person.refusedWith("Too many requests");
    await person.button("+30 s").click();
    await person.button("Dismiss").click();
    await person.askForSms();
    await person.readPin(2);
    await person.button("Send another in 60 s, once the clock runs").waitFor();
  }));

test("choice of the way outlives a reload", () =>
  visit(async (page) => {
    await page.getByLabel("through a gateway").check();
    await page.reload();
    await page.locator(":root[data-ready]").waitFor();
    assert.ok(await page.getByLabel("through a gateway").isChecked());
    await page.getByText("On the server, which has it").waitFor();
  }));
