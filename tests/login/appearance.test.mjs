/** What the element looks like in Chromium, and what axe says about that, in each state. */
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { after, before, test } from "node:test";
import { chromium } from "playwright-core";
import { find, longTimeoutMs } from "../page/programs.mjs";
import { openState, states } from "./states.mjs";
import { openWebSite } from "./web-site.mjs";

const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
let site;
let browser;
before(async () => {
  [site, browser] = await Promise.all([
    openWebSite(),
    chromium.launch({
      executablePath: find("chromium", "google-chrome"),
      args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
    }),
  ]);
});
after(() => Promise.all([browser?.close(), site?.close()]));

/** Opens a page with its own cookies for the time of a test. */
async function openPage(t, options) {
  const context = await browser.newContext({ viewport: { width: 320, height: 640 }, ...options });
  t.after(() => context.close());
  const page = await context.newPage();
  page.setDefaultTimeout(longTimeoutMs);
  return page;
}

async function violations(page) {
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`);
}

/** Shows the same state in another theme and language. */
async function show(page, theme, lang) {
  await page.evaluate(
    ([theme, lang]) => {
      document.documentElement.className = theme;
      document.querySelector("verigator-login").lang = lang;
    },
    [theme, lang],
  );
  await page.locator(`verigator-login form[lang=${lang}]`).waitFor();
}

const animations = (page) =>
  page.evaluate(() => document.querySelector("verigator-login").shadowRoot.getAnimations().length);

for (const name of Object.keys(states))
  test(`axe finds nothing in the state ${name}, in both themes and in Arabic, and it fits 320 px`, async (t) => {
    const page = await openPage(t, { reducedMotion: "reduce" });
    await openState(page, site, name);
    for (const [theme, lang] of [
      ["light", "en"],
      ["dark", "en"],
      ["dark", "ar"],
      ["light", "de"],
    ]) {
      await show(page, theme, lang);
      assert.deepEqual(await violations(page), [], `${theme} ${lang}`);
      assert.equal(await page.evaluate(() => document.scrollingElement.scrollWidth), 320, lang);
    }
    assert.deepEqual([await animations(page), await page.evaluate(() => window.problems)], [0, []]);
  });

test("what is under way turns a wheel, unless motion is reduced", async (t) => {
  const page = await openPage(t, { reducedMotion: "no-preference" });
  await openState(page, site, "sending");
  assert.equal(await animations(page), 1);
});

test("the element is legible with forced colours", async (t) => {
  const page = await openPage(t, { forcedColors: "active" });
  await openState(page, site, "wrong");
  assert.deepEqual(await violations(page), []);
  const colors = await page.evaluate(() => {
    const button = document.querySelector("verigator-login").shadowRoot.querySelector(".primary");
    const { color, backgroundColor } = getComputedStyle(button);
    return [color, backgroundColor];
  });
  assert.notEqual(...colors);
});

test("custom properties and parts style the element", async (t) => {
  const page = await openPage(t);
  await openState(page, site, "waiting", { style: "custom.css" });
  const button = page.locator('verigator-login [part~="primary"]:visible');
  assert.equal(await button.evaluate((node) => getComputedStyle(node).backgroundColor), "rgb(1, 2, 3)");
  assert.equal(await button.evaluate((node) => getComputedStyle(node).textTransform), "uppercase");
});

test("the colour scheme of the page is that of the element, not that of the system", async (t) => {
  const page = await openPage(t, { colorScheme: "dark" });
  await openState(page, site, "idle", { theme: "light" });
  const button = page.locator('verigator-login [part~="primary"]');
  assert.equal(await button.evaluate((node) => getComputedStyle(node).backgroundColor), "rgb(29, 79, 196)");
});
