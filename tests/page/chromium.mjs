import assert from "node:assert/strict";
import { after, before } from "node:test";
import { chromium } from "playwright-core";
import { find, longTimeoutMs } from "./programs.mjs";
import { serveSite } from "./static-site.mjs";

/** `--liftoff-only` skips the optimizing compiler for wasm, which would take a tenth of the suites' time: each test loads the page anew. `insecure.test` stands for a host that is no secure context. */
const flags = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--js-flags=--liftoff-only",
  "--host-resolver-rules=MAP insecure.test 127.0.0.1",
];

/** Starts Chromium and a server for the static page, for the tests of one file. Returns `visit`. */
export function useChromium() {
  let browser;
  let site;
  before(async () => {
    [browser, site] = await Promise.all([
      chromium.launch({ executablePath: find("chromium", "google-chrome"), args: flags }),
      serveSite(),
    ]);
  });
  after(() => Promise.all([browser?.close(), site?.close()]));

  /**
   * Opens the page as a first-time visitor and runs `scenario` with it. Fails if the console shows an error or warning, or if a request goes
   * to another host. `expected` matches the console messages that a scenario provokes. Service workers are blocked by default, since ours downloads every file a second time.
   */
  return async function visit(
    scenario,
    { url = site.url, width = 1280, height = 900, serviceWorkers = "block", expected, ...options } = {},
  ) {
    const permissions = ["clipboard-read", "clipboard-write"];
    const context = await browser.newContext({ viewport: { width, height }, permissions, serviceWorkers, ...options });
    const page = await context.newPage();
    const problems = watch(page, new URL(url).host, expected);
    try {
      await page.goto(url);
      await page.locator(":root[data-ready]").waitFor();
      await scenario(page, { context, url });
      assert.deepEqual(problems, []);
    } catch (error) {
      // A timeout is often caused by an error in the console.
      if (problems.length > 0) error.message += `\nConsole: ${problems.join("\n")}`;
      throw error;
    } finally {
      await context.close();
    }
  };
}

function watch(page, host, expected) {
  const problems = [];
  page.setDefaultTimeout(longTimeoutMs);
  page.on("console", (message) => isProblem(message, expected) && problems.push(message.text()));
  page.on("pageerror", (error) => problems.push(error.stack));
  page.on("request", (request) => {
    const { protocol, host: requestedHost } = new URL(request.url());
    if (protocol.startsWith("http") && requestedHost !== host) problems.push(`a request to ${requestedHost}`);
  });
  return problems;
}

function isProblem(message, expected) {
  const isFromPlaywright = message.text() === "Service Worker registration blocked by Playwright";
  return ["error", "warning"].includes(message.type()) && !isFromPlaywright && !expected?.test(message.text());
}
