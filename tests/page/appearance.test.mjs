import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { test } from "node:test";
import { useChromium } from "./chromium.mjs";
import { personAt } from "./person.mjs";

const visit = useChromium();
const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** Goes through the states of the page, and calls back in each. */
async function throughAllStates(page, look) {
  const person = personAt(page);
  await look("registration");
  await person.register();
  await look("sign-in");
  await person.askForApp();
  await person.readPin();
  await look("PIN, fallen back to SMS");
  const pin = await person.readPin();
  await person.typePin(person.wrong(pin));
  await person.refusedWith("That is not the PIN we sent");
  await page.locator(".rows summary").first().click();
  await page.locator(".unfolded").first().waitFor();
  await look("PIN refused, wire unfolded");
  await person.typePin(pin);
  await person.signedIn();
  await look("signed in");
  await person.button("Sign out").click();
  await page.getByRole("tab", { name: "Verigator" }).click();
  await look("phone without the app");
  await person.installApp();
  await person.askForApp();
  await page.getByText("QR code").click();
  await page.getByRole("img", { name: /^QR code/ }).waitFor();
  await look("app with a code and a QR code");
  await person.switchOn("500, internal error", "send the PIN", "twice");
  await person.button("Ask the app again").click();
  await person.refusedWith("Verigator has a problem");
  await look("failure");
  await person.button("Seed users").click();
  await page.getByText("Three users are there").first().waitFor();
  await look("seeded");
}

async function seriousFindings(page) {
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
  return violations.filter(({ impact }) => impact === "serious" || impact === "critical").map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`);
}

const looks = [
  { width: 360, colorScheme: "light" },
  { width: 820, colorScheme: "dark" },
  { width: 1600, colorScheme: "light" },
  { width: 1600, colorScheme: "dark" },
];

for (const look of looks) {
  test(`in each state nothing is too wide for ${look.width} pixels and axe finds nothing serious, ${look.colorScheme}`, () =>
    visit(
      (page) =>
        throughAllStates(page, async (state) => {
          assert.equal(await page.evaluate(() => document.scrollingElement.scrollWidth), look.width, state);
          assert.deepEqual(await seriousFindings(page), [], state);
        }),
      { ...look, reducedMotion: "reduce" },
    ));
}

test("dark is dark and light is light", async () => {
  const brightness = (page) => page.evaluate(() => getComputedStyle(document.body).backgroundColor.match(/\d+/g).reduce((sum, part) => sum + Number(part), 0));
  await visit(async (page) => assert.ok((await brightness(page)) > 600));
  await visit(async (page) => assert.ok((await brightness(page)) < 150), { colorScheme: "dark" });
});

test("nothing moves for who wants no motion", () =>
  visit(
    async (page) => {
      const person = personAt(page);
      await person.register();
      await person.askForSms();
      await person.readPin();
      assert.equal(await page.evaluate(() => document.getAnimations().length), 0);
    },
    { reducedMotion: "reduce" },
  ));
