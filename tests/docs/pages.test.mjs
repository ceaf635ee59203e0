import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { test } from "node:test";
import { useChromium } from "./chromium.mjs";
import { pages } from "./site.mjs";

const visit = useChromium();
const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

async function violations(page) {
  await page.evaluate(axe);
  const result = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
  return result.violations.filter(({ impact }) => impact === "serious" || impact === "critical").map(({ id, nodes }) => `${id}: ${nodes[0].html}`);
}

const layouts = [
  { width: 1280, colorScheme: "light" },
  { width: 390, colorScheme: "dark" },
];

for (const layout of layouts) {
  test(`every page fits ${layout.width} px and has no serious axe violation in the ${layout.colorScheme} theme`, () =>
    visit(async (page, url) => {
      assert.ok(pages.length > 15, `expected the pages of the site, found ${pages}`);
      for (const file of pages) {
        await page.goto(url + file);
        await page.locator("#app h1").first().waitFor();
        assert.equal(await page.evaluate(() => document.scrollingElement.scrollWidth), layout.width, file);
        assert.deepEqual(await violations(page), [], file);
      }
    }, layout));
}

test("every page has a title and a description of its own, and one heading of the first level", () =>
  visit(async (page, url) => {
    const titles = new Set();
    for (const file of pages) {
      await page.goto(url + file);
      assert.equal(await page.locator("h1").count(), 1, file);
      titles.add(await page.title());
    }
    assert.equal(titles.size, pages.length);
  }));

test("the search finds a page without a server", () =>
  visit(async (page, url) => {
    await page.goto(url);
    await page.getByRole("button", { name: "Search" }).first().click();
    await page.locator("#localsearch-input").fill("lockout");
    await page.getByRole("option").filter({ hasText: "How the gateway decides" }).first().waitFor();
  }));

test("the tabs of code and the theme can be switched", () =>
  visit(async (page, url) => {
    await page.goto(`${url}guides/log-in.html`);
    await page.getByText("TypeScript", { exact: true }).click();
    await page.getByText("import type { VerificationFailure }").waitFor();
    const isDark = () => page.evaluate(() => document.documentElement.classList.contains("dark"));
    assert.equal(await isDark(), false);
    await page.locator(".VPNavBar .VPSwitchAppearance").first().click();
    assert.equal(await isDark(), true);
  }));

test("code is copied by a button", () =>
  visit(
    async (page, url) => {
      await page.goto(`${url}getting-started.html`);
      await page.locator(".language-js").first().hover();
      await page.locator(".language-js button.copy").first().click();
      assert.match(await page.evaluate(() => navigator.clipboard.readText()), /^import \{ Verigator \} from "verigator";/);
    },
    { permissions: ["clipboard-read", "clipboard-write"] },
  ));

test("the demo page opens from the start page and logs in", () =>
  visit(async (page, url) => {
    await page.goto(url);
    await page.getByRole("link", { name: "Try the demo" }).click();
    await page.locator(":root[data-ready]").waitFor();
    assert.equal(page.url(), `${url}demo/`);
  }));
