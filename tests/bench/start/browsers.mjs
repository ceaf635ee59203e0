import { fileURLToPath } from "node:url";
import { open } from "../../browsers/browsers.mjs";
import { sightsOf } from "../../browsers/page.mjs";
import { serve } from "../speed/serve.mjs";

/** Loads a page again and again and times in it what `init` does: fetch from loopback and compile, and then the first constructor. */
export async function instantiationIn(name, times = 9) {
  const server = await serve(fileURLToPath(new URL("..", import.meta.url)));
  const browser = await open(name);
  try {
    const all = [];
    while (all.length < times) all.push(await sightsOf(browser, `${server.url}/start/page.html`));
    return all;
  } finally {
    await browser.close();
    server.close();
  }
}
