import assert from "node:assert/strict";
import { after, before } from "node:test";
import { chromium } from "playwright-core";
import { find } from "./programs.mjs";
import { serveSite } from "./site.mjs";

/** Each test opens the page anew, and compiling its wasm twice, the second time for speed, would be a tenth of all of their time. */
const flags = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--js-flags=--liftoff-only"];

/** Has Chromium and the page's host for the tests of one file. */
export function useChromium() {
  let browser;
  let site;
  before(async () => {
    [browser, site] = await Promise.all([chromium.launch({ executablePath: find("chromium", "google-chrome"), args: flags }), serveSite()]);
  });
  after(() => Promise.all([browser?.close(), site?.close()]));

  /**
   * Opens the page as someone does who has never been there, and lets `walk` go through it. Fails where the console shows an error or a
   * warning, or where a request goes to another host. The service worker, which fetches everything once more, is only let in where it matters.
   */
  return async function visit(walk, { url = site.url, width = 1280, height = 900, serviceWorkers = "block", ...looks } = {}) {
    const permissions = ["clipboard-read", "clipboard-write"];
    const context = await browser.newContext({ viewport: { width, height }, permissions, serviceWorkers, ...looks });
    const page = await context.newPage();
    const complaints = watch(page, new URL(url).host);
    try {
      await page.goto(url);
      await page.locator(":root[data-ready]").waitFor();
      await walk(page, { context, url });
      assert.deepEqual(complaints, []);
    } catch (error) {
      // What the console said is often why the page never came to what was waited for.
      if (complaints.length > 0) error.message += `\nThe console said: ${complaints.join("\n")}`;
      throw error;
    } finally {
      await context.close();
    }
  };
}

function watch(page, host) {
  const complaints = [];
  page.setDefaultTimeout(10_000);
  page.on("console", (message) => isComplaint(message) && complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(error.stack));
  page.on("request", (request) => {
    const { protocol, host: other } = new URL(request.url());
    if (protocol.startsWith("http") && other !== host) complaints.push(`a request to ${other}`);
  });
  return complaints;
}

function isComplaint(message) {
  const isOfPlaywright = message.text() === "Service Worker registration blocked by Playwright";
  return ["error", "warning"].includes(message.type()) && !isOfPlaywright;
}
