import assert from "node:assert/strict";
import { test } from "node:test";
import { useChromium } from "./chromium.mjs";

const visit = useChromium();
const budget = 200_000;

for (const layout of [
  { width: 1280, height: 800 },
  { width: 390, height: 844 },
]) {
  test(`a first visit to the start page transfers less than ${budget / 1000} KB at ${layout.width} px`, () =>
    visit(async (page, url) => {
      const session = await page.context().newCDPSession(page);
      await session.send("Network.enable");
      const sizes = [];
      session.on("Network.loadingFinished", ({ encodedDataLength }) => sizes.push(encodedDataLength));
      await page.goto(url, { waitUntil: "networkidle" });
      const total = sizes.reduce((sum, size) => sum + size, 0);
      assert.ok(sizes.length > 3, `expected the page and its scripts, found ${sizes.length} responses`);
      console.log(`  ${total} bytes in ${sizes.length} responses`);
      assert.ok(total < budget, `expected less than ${budget} bytes, found ${total}`);
    }, layout));
}

test("the first screen says what the package is, which API to take, and shows the flow", () =>
  visit(async (page, url) => {
    await page.goto(url);
    for (const locator of [
      page.getByRole("heading", { level: 1 }),
      page.getByRole("link", { name: "Get started" }).last(),
      page.locator(".flow pre").filter({ visible: true }),
      page.getByText("No account yet?"),
    ]) {
      const { y, height } = await locator.boundingBox();
      assert.ok(y + height <= 800, `expected ${locator} within the first 800 px, found it to end at ${y + height}`);
    }
  }));
