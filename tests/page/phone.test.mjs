import assert from "node:assert/strict";
import { test } from "node:test";
import { useChromium } from "./chromium.mjs";
import { DemoPage } from "./demo-page.mjs";

const visit = useChromium();

function countLines(node) {
  const range = document.createRange();
  range.selectNodeContents(node);
  return range.getClientRects().length;
}

test("two logins by app at the same time are two notifications", () =>
  visit(async (page) => {
    const demo = new DemoPage(page);
    await demo.freezeClock();
    await demo.register();
    await demo.installApp();
    await demo.requestAppCode();
    await page.locator(".push").waitFor();
    await demo.button("Send another PIN").click();
    await page.locator(".push").nth(1).waitFor();
  }));

test("the name of the service stays on one line beside a long email", () =>
  visit(async (page) => {
    const demo = new DemoPage(page);
    await demo.register("a.very.long.name.of.a.visitor.of.this.page@department.example.com");
    await demo.installApp();
    assert.equal(await page.locator(".account .sender strong").evaluate(countLines), 1);
    assert.ok(await page.locator(".account .sender").evaluate((node) => node.scrollWidth <= node.clientWidth));
  }));
