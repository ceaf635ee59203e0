/**
 * Takes the screenshots of the demo page in both themes: `www/screenshot*.png` for the README, and `docs/images/demo-*.webp` for the site, whose
 * start page has to be small. Run it after `cargo xtask build --site`.
 */
import { mkdir, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import { DemoPage, wrongPin } from "./demo-page.mjs";
import { find } from "./programs.mjs";
import { serveSite } from "./static-site.mjs";

const files = { light: "screenshot.png", dark: "screenshot-dark.png" };

const site = await serveSite();
const browser = await chromium.launch({
  executablePath: find("chromium", "google-chrome"),
  args: ["--no-sandbox", "--disable-gpu"],
});
try {
  for (const [colorScheme, file] of Object.entries(files)) {
    const page = await browser.newPage({
      viewport: { width: 1440, height: 1150 },
      colorScheme,
      reducedMotion: "reduce",
    });
    await showRejectedPin(page);
    await page.screenshot({ path: pathOf(`www/${file}`) });
    await mkdir(pathOf("docs/images"), { recursive: true });
    await writeFile(pathOf(`docs/images/demo-${colorScheme}.webp`), await captureWebp(page));
    await page.close();
  }
} finally {
  await Promise.all([browser.close(), site.close()]);
}

function pathOf(file) {
  return fileURLToPath(new URL(`../../${file}`, import.meta.url));
}

/** Takes a screenshot as WebP, which Playwright cannot write. */
async function captureWebp(page) {
  const session = await page.context().newCDPSession(page);
  const { data } = await session.send("Page.captureScreenshot", {
    format: "webp",
    quality: 50,
    clip: { x: 0, y: 0, width: 1440, height: 900, scale: 1 },
  });
  return Buffer.from(data, "base64");
}

/** Brings the page into a state in which every panel has content: a PIN sent by SMS instead of the app, and rejected. */
async function showRejectedPin(page) {
  await page.goto(site.url);
  await page.locator(":root[data-ready]").waitFor();
  const demo = new DemoPage(page);
  await demo.register();
  await demo.requestAppCode();
  await demo.typePin(wrongPin(await demo.readPin()));
  await demo.waitForAlert("This PIN is wrong");
  await page.locator(".rows summary").first().click();
  await page.getByText("Response", { exact: true }).first().waitFor();
}
