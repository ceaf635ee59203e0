import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { test } from "node:test";
import { useChromium } from "./chromium.mjs";
import { DemoPage, wrongPin } from "./demo-page.mjs";

const visit = useChromium();
const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** Brings the page into each of its states and calls `check` in each. */
async function checkAllStates(page, check) {
  const demo = new DemoPage(page);
  await check("registration");
  await demo.register();
  await check("sign-in");
  await demo.requestAppCode();
  await demo.readPin();
  await check("PIN screen after the fallback to SMS");
  const pin = await demo.readPin();
  await demo.typePin(wrongPin(pin));
  await demo.waitForAlert("This PIN is wrong");
  await page.locator(".rows summary").first().click();
  await page.locator(".details").first().waitFor();
  await check("rejected PIN and open request details");
  await demo.typePin(pin);
  await demo.waitForWelcome();
  await check("signed in");
  await demo.button("Sign out").click();
  await page.getByRole("tab", { name: "Verigator" }).click();
  await check("phone without the app");
  await demo.installApp();
  await demo.requestAppCode();
  await page.getByText("QR code").click();
  await page.getByRole("img", { name: /^QR code/ }).waitFor();
  await check("app with a code and a QR code");
  await demo.injectFault("500 Internal Server Error", "send PIN", "twice");
  await demo.button("Send another PIN").click();
  await page.getByText("A PIN may be on its way.").waitFor();
  await check("PIN that may have been sent, and the error");
  await demo.button("Clear all").click();
  await page.locator(".active-faults").waitFor({ state: "hidden" });
  await demo.injectFault("No response", "any request");
  await demo.button("Create account").click();
  await demo.fillRegistration("grace@example.com", "+372 555 5502");
  await demo.button("Register").click();
  await demo.button("Cancel").click();
  await demo.waitForAlert("Canceled");
  await check("failed registration");
  await demo.button("Seed users").click();
  await page.getByText("Added three users").first().waitFor();
  await check("seeded");
}

async function seriousViolations(page) {
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`);
}

const layouts = [
  { width: 360, colorScheme: "light" },
  { width: 820, colorScheme: "dark" },
  { width: 1600, colorScheme: "light" },
  { width: 1600, colorScheme: "dark" },
];

for (const layout of layouts) {
  test(`every state fits ${layout.width} px and has no serious axe violation in the ${layout.colorScheme} theme`, () =>
    visit(
      (page) =>
        checkAllStates(page, async (state) => {
          assert.equal(await page.evaluate(() => document.scrollingElement.scrollWidth), layout.width, state);
          assert.deepEqual(await seriousViolations(page), [], state);
        }),
      { ...layout, reducedMotion: "reduce" },
    ));
}

test("background follows the color scheme", async () => {
  const brightness = (page) =>
    page.evaluate(() =>
      getComputedStyle(document.body)
        .backgroundColor.match(/\d+/g)
        .reduce((sum, part) => sum + Number(part), 0),
    );
  await visit(async (page) => assert.ok((await brightness(page)) > 600));
  await visit(async (page) => assert.ok((await brightness(page)) < 150), { colorScheme: "dark" });
});

test("nothing is animated with reduced motion", () =>
  visit(
    async (page) => {
      const demo = new DemoPage(page);
      await demo.register();
      await demo.requestSms();
      await demo.readPin();
      assert.equal(await page.evaluate(() => document.getAnimations().length), 0);
    },
    { reducedMotion: "reduce" },
  ));
