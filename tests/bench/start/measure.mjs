/** Measures cold starts: import and first call in Node and workerd, instantiation in browsers. All results are in milliseconds. */
import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { open } from "../../browsers/browsers.mjs";
import { resultOf } from "../../browsers/page.mjs";
import { openWorker } from "../../workerd/open.mjs";
import { median } from "../speed/interleave.mjs";
import { startServer } from "../speed/server.mjs";

const run = promisify(execFile);
const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const runs = { node: 15, workerd: 5, browser: 9 };

export async function coldStart() {
  const server = await startServer(here(".."));
  try {
    const results = {
      "Node, verigator": await medians(runs.node, () => startInNode("node-verigator.mjs", server.url)),
      "Node, raw fetch": await medians(runs.node, () => startInNode("node-fetch.mjs", server.url)),
      "workerd, verigator": await medians(runs.workerd, () => startInWorkerd("worker-verigator.mjs", server.url)),
      "workerd, raw fetch": await medians(runs.workerd, () => startInWorkerd("worker-fetch.mjs", server.url)),
      "Chromium, verigator": await startInBrowser("chromium", server.url),
      "Firefox, verigator": await startInBrowser("firefox", server.url),
    };
    print(results);
    return results;
  } finally {
    server.close();
  }
}

async function startInNode(script, url) {
  const { stdout } = await run(process.execPath, [here(script), url]);
  return JSON.parse(stdout);
}

/** Starts a Worker and times its first response from outside, since its own clock stands still. The Worker is bundled beforehand. */
async function startInWorkerd(name, url) {
  const { worker, close } = await openWorker(new URL(name, import.meta.url), { bindings: { URL: url } });
  try {
    const start = performance.now();
    await worker.ready;
    const started = performance.now();
    await (await worker.dispatchFetch("http://localhost/")).json();
    return { "runtime and Worker start": started - start, "first call": performance.now() - started };
  } finally {
    await close();
  }
}

/** Reloads a page that times `init`, which fetches the wasm from loopback and compiles it, and then the first constructor. */
async function startInBrowser(name, url) {
  const browser = await open(name);
  try {
    return await medians(runs.browser, () => resultOf(browser, `${url}/start/page.html`));
  } finally {
    await browser.close();
  }
}

/** Repeats a measurement, and returns the median of each of its figures. */
async function medians(times, measure) {
  const all = [];
  while (all.length < times) all.push(await measure());
  return Object.fromEntries(Object.keys(all[0]).map((name) => [name, median(all.map((figures) => figures[name]))]));
}

function print(results) {
  console.log("\ncold start, milliseconds");
  for (const [name, figures] of Object.entries(results)) {
    const columns = Object.entries(figures).map(([title, figure]) => `${title} ${figure.toFixed(1)}`);
    console.log(`  ${name.padEnd(24)} ${columns.join(", ")}`);
  }
}
