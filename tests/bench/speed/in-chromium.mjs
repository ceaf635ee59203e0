import { cp, mkdir, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { open } from "../../browsers/browsers.mjs";
import { sightsOf } from "../../browsers/page.mjs";
import { print } from "./print.mjs";
import { serve } from "./serve.mjs";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const folder = here("../../../target/bench/page");

/** Measures the time per call in Chromium. Returns the results of each plan. */
export async function speedInChromium() {
  await mkdir(folder, { recursive: true });
  await build({ entryPoints: [here("page.mjs")], bundle: true, format: "esm", minify: true, outfile: `${folder}/page.js`, logLevel: "error" });
  await cp(here("../node_modules/verigator/verigator.wasm"), `${folder}/verigator.wasm`);
  await writeFile(`${folder}/page.html`, '<!doctype html><script type="module" src="page.js"></script>');
  const server = await serve(folder);
  const browser = await open("chromium");
  try {
    await browser.driver.manage().setTimeouts({ script: 600_000 });
    const plans = JSON.parse(await sightsOf(browser, `${server.url}/page.html`));
    for (const { title, results } of plans) print(`Chromium, ${title}`, results);
    return plans;
  } finally {
    await browser.close();
    server.close();
  }
}
