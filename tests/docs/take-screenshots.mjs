/**
 * Takes screenshots of every page of the site for looking at them, wide and narrow, in both themes, into `target/docs-screenshots`. Run it after
 * `cargo xtask test documentation`. Words in the arguments select the pages whose names contain one of them.
 */
import { mkdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { launchChromium } from "./chromium.mjs";
import { pages, serveSite } from "./site.mjs";

const folder = fileURLToPath(new URL("../../target/docs-screenshots/", import.meta.url));
/** Pages are cut into parts of this height, which a viewer need not shrink. Of the longest only the beginning is taken. */
const tileHeight = 2000;
const mostParts = 5;

const words = process.argv.slice(2);
const selected = pages.filter((page) => words.length === 0 || words.some((word) => page.includes(word)));

await mkdir(folder, { recursive: true });
const [browser, site] = await Promise.all([launchChromium(), serveSite()]);
try {
  for (const width of [1280, 390]) {
    for (const colorScheme of ["light", "dark"]) {
      const page = await browser.newPage({
        viewport: { width, height: tileHeight },
        colorScheme,
        reducedMotion: "reduce",
      });
      for (const file of selected) {
        await page.goto(site.url + file, { waitUntil: "networkidle" });
        const name = `${file.replaceAll("/", "-").replace(".html", "")}-${width}-${colorScheme}`;
        const height = await page.evaluate(() => document.scrollingElement.scrollHeight);
        for (let part = 0; part < Math.min(Math.ceil(height / tileHeight), mostParts); part += 1) {
          await page.evaluate((y) => scrollTo(0, y), part * tileHeight);
          await page.screenshot({ path: `${folder}${name}-${part + 1}.png` });
        }
      }
      await page.close();
    }
  }
} finally {
  await Promise.all([browser.close(), site.close()]);
}
