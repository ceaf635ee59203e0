/**
 * Takes a screenshot of the element in each state, wide and narrow, light and dark, and in Arabic, as sheets: `docs/images/login-*.webp` for the guide. With a folder as its
 * argument it writes the sheets of all layouts there as PNG instead, to look at them. Run it after `cargo xtask test login`.
 */
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import { find } from "../page/programs.mjs";
import { openState, states } from "./states.mjs";
import { openWebSite } from "./web-site.mjs";

const [folder] = process.argv.slice(2);
const columns = 4;
const layouts = {
  light: { width: 400, theme: "light", lang: "en" },
  dark: { width: 400, theme: "dark", lang: "en" },
  narrow: { width: 320, theme: "light", lang: "de" },
  arabic: { width: 320, theme: "dark", lang: "ar" },
};

const site = await openWebSite();
const browser = await chromium.launch({
  executablePath: find("chromium", "google-chrome"),
  args: ["--no-sandbox", "--disable-gpu"],
});
try {
  for (const [name, layout] of Object.entries(layouts)) await takeSheet(name, layout);
} finally {
  await Promise.all([browser.close(), site.close()]);
}

/** Puts the screenshots of all states into one image. */
async function takeSheet(name, { width, theme, lang }) {
  const pictures = [];
  const context = await browser.newContext({ viewport: { width, height: 420 }, reducedMotion: "reduce" });
  for (const state of Object.keys(states)) {
    const page = await context.newPage();
    await openState(page, site, state, { theme, lang });
    const data = (await page.screenshot({ animations: "disabled", fullPage: true })).toString("base64");
    pictures.push(`<figure><figcaption>${state}</figcaption><img src="data:image/png;base64,${data}"></figure>`);
    await page.close();
  }
  const sheet = await context.newPage();
  await sheet.setViewportSize({ width: columns * (width + 16) + 16, height: 600 });
  const style = `body { display: grid; grid-template-columns: repeat(${columns}, ${width}px); gap: 16px; margin: 16px; font: 14px system-ui; background: #cdd2db }
    figure { margin: 0 } figcaption { padding: 4px 0 } img { display: block; border-radius: 8px }`;
  await sheet.setContent(`<style>${style}</style>${pictures.join("")}`);
  await save(sheet, name);
  await context.close();
}

async function save(sheet, name) {
  if (folder) return sheet.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
  const images = fileURLToPath(new URL("../../docs/images", import.meta.url));
  await mkdir(images, { recursive: true });
  const { width, height } = await sheet.evaluate(() => {
    const { scrollWidth: width, scrollHeight: height } = document.documentElement;
    return { width, height };
  });
  const session = await sheet.context().newCDPSession(sheet);
  const clip = { x: 0, y: 0, width, height, scale: 1 };
  const options = { format: "webp", quality: 60, captureBeyondViewport: true, clip };
  const { data } = await session.send("Page.captureScreenshot", options);
  await writeFile(join(images, `login-${name}.webp`), Buffer.from(data, "base64"));
}
