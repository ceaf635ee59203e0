import assert from "node:assert/strict";
import { test } from "node:test";
import { useChromium } from "./chromium.mjs";
import { DemoPage } from "./demo-page.mjs";

const visit = useChromium();

/** Reloads the page, and withholds a file until the returned function is called. */
async function reloadWithout(page, file) {
  let release;
  const released = new Promise((resolve) => (release = resolve));
  await page.route(`**/${file}`, async (route) => {
    await released;
    await route.continue();
  });
  await page.reload({ waitUntil: "commit" });
  return release;
}

for (const file of ["sandbox.wasm", "verigator.wasm"]) {
  test(`a user can register before ${file} is loaded`, () =>
    visit(async (page) => {
      const demo = new DemoPage(page);
      const release = await reloadWithout(page, file);
      await page.getByLabel("Email").fill("ada@example.com");
      await page.getByLabel("Phone number").fill("+372 555 5501");
      await demo.button("Register").click();
      await page.getByText("Waiting for Verigator").waitFor();
      if (file === "sandbox.wasm") await page.getByText("Sandbox in this page is loading").waitFor();
      release();
      await demo.waitForHeading("Sign in");
      await page.getByText("Sandbox in this page", { exact: true }).waitFor();
      await demo.requestSms();
    }));
}

test("a saved login is shown before the sandbox is loaded, and continues then", () =>
  visit(async (page) => {
    const demo = new DemoPage(page);
    await demo.register();
    await demo.requestSms();
    const pin = await demo.readPin();
    await demo.waitForSavedSandbox(pin);
    const release = await reloadWithout(page, "sandbox.wasm");
    await page.getByText("Enter the PIN that we sent you by SMS.").waitFor();
    await demo.typePin(pin);
    await demo.waitForState('step: "verifying"');
    release();
    await demo.waitForWelcome();
    assert.equal(await demo.readPin(), pin);
  }));
