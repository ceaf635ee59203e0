import assert from "node:assert/strict";
import { after, before } from "node:test";
import { chromium } from "playwright-core";
import { find, longTimeoutMs } from "../page/programs.mjs";
import { serveSite } from "./site.mjs";

const flags = [
  "--no-sandbox",
  "--disable-gpu",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

export function launchChromium() {
  return chromium.launch({ executablePath: find("chromium", "google-chrome"), args: flags });
}

/** Opens a page of the site, and waits until its scripts have taken over what the HTML shows: an earlier click is lost. */
export async function openPage(page, url) {
  await page.goto(url);
  await page.waitForFunction(() => document.querySelector("#app")?.__vue_app__);
}

/** Starts Chromium and a server for the site, for the tests of one file. Returns `visit`. */
export function useChromium() {
  let browser;
  let site;
  before(async () => {
    [browser, site] = await Promise.all([launchChromium(), serveSite()]);
  });
  after(() => Promise.all([browser?.close(), site?.close()]));

  /** Runs `scenario` in a new tab. Fails if the console shows an error or a warning, or if a request goes to another host. */
  return async function visit(scenario, { width = 1280, height = 800, ...options } = {}) {
    const context = await browser.newContext({ viewport: { width, height }, reducedMotion: "reduce", ...options });
    const page = await context.newPage();
    page.setDefaultTimeout(longTimeoutMs);
    const problems = [];
    page.on("console", (message) => ["error", "warning"].includes(message.type()) && problems.push(message.text()));
    page.on("pageerror", (error) => problems.push(error.stack));
    page.on(
      "request",
      (request) =>
        request.url().startsWith("http") &&
        !request.url().startsWith(site.url) &&
        problems.push(`a request to ${request.url()}`),
    );
    try {
      await scenario(page, site.url);
      assert.deepEqual(problems, []);
    } finally {
      await context.close();
    }
  };
}
