import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { test } from "node:test";
import { DemoPage } from "../page/demo-page.mjs";
import { openPage, useChromium } from "./chromium.mjs";
import { pages, readPage } from "./site.mjs";

const visit = useChromium();
const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

async function violations(page) {
  await page.evaluate(axe);
  const result = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
  return result.violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ id, nodes }) => `${id}: ${nodes[0].html}`);
}

// The generated pages repeat a few forms hundreds of times, for which one layout is enough, and one page of the API reference.
const layouts = [
  { width: 1280, colorScheme: "light", isChecked: (file) => !/^reference.api.(?!gateway)/.test(file) },
  { width: 390, colorScheme: "dark", isChecked: (file) => !file.startsWith("reference/") },
];

for (const { isChecked, ...layout } of layouts) {
  test(`every page fits ${layout.width} px and has no serious axe violation in the ${layout.colorScheme} theme`, () =>
    visit(async (page, url) => {
      assert.ok(pages.length > 15, `expected the pages of the site, found ${pages}`);
      const findings = [];
      for (const file of pages) {
        await openPage(page, url + file);
        await page.locator("#app h1").first().waitFor();
        const width = await page.evaluate(() => document.scrollingElement.scrollWidth);
        if (width !== layout.width) findings.push(`${file}: ${width} px wide`);
        if (isChecked(file)) findings.push(...(await violations(page)).map((violation) => `${file}: ${violation}`));
      }
      assert.deepEqual(findings, []);
    }, layout));
}

test("every page has a title of its own, and one heading of the first level", async () => {
  const titles = new Set();
  for (const file of pages) {
    const html = await readPage(file);
    assert.equal(html.match(/<h1[\s>]/g)?.length, 1, file);
    titles.add(/<title>(.+?)<\/title>/.exec(html)[1]);
  }
  assert.equal(titles.size, pages.length);
});

test("the search finds a page without a server", () =>
  visit(async (page, url) => {
    await openPage(page, url);
    await page.getByRole("button", { name: "Search" }).first().click();
    await page.locator("#localsearch-input").fill("lockout");
    await page.getByRole("option").filter({ hasText: "How the gateway decides" }).first().waitFor();
  }));

test("the tabs of code and the theme can be switched", () =>
  visit(async (page, url) => {
    await openPage(page, `${url}guides/log-in.html`);
    await page.getByText("log-in.ts", { exact: true }).click();
    await page.getByText("type VerificationFailure").waitFor();
    const isDark = () => page.evaluate(() => document.documentElement.classList.contains("dark"));
    assert.equal(await isDark(), false);
    await page.locator(".VPNavBar .VPSwitchAppearance").first().click();
    assert.equal(await isDark(), true);
  }));

test("code is copied by a button", () =>
  visit(
    async (page, url) => {
      await openPage(page, `${url}getting-started.html`);
      await page.locator(".language-js").first().hover();
      await page.locator(".language-js button.copy").first().click();
      assert.match(
        await page.evaluate(() => navigator.clipboard.readText()),
        /^import \{ NumberVerification \} from "verigator";/,
      );
    },
    { permissions: ["clipboard-read", "clipboard-write"] },
  ));

test("the demo page opens from the start page and logs in", () =>
  visit(async (page, url) => {
    await page.goto(url);
    await page.getByRole("link", { name: "Try the demo" }).click();
    await page.locator(":root[data-ready]").waitFor();
    assert.equal(page.url(), `${url}demo/`);
    const demo = new DemoPage(page);
    await demo.register();
    await demo.requestSms();
    await demo.typePin(await demo.readPin());
    await demo.waitForWelcome();
  }));
