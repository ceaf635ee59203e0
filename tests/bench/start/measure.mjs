/** What it costs to begin: import and first call in Node and workerd, instantiation in browsers. All in milliseconds. */
import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { median } from "../speed/interleave.mjs";
import { serve } from "../speed/serve.mjs";
import { instantiationIn } from "./browsers.mjs";
import { firstAnswer } from "./workerd.mjs";

const run = promisify(execFile);
const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const runs = 15;

export async function coldStart() {
  const server = await serve();
  try {
    const results = {
      "Node, verigator": await medians(() => inNode("first-call.mjs", server.url)),
      "Node, raw fetch": await medians(() => inNode("first-fetch.mjs", server.url)),
      "workerd, verigator": await medians(() => firstAnswer("worker.mjs", server.url), 5),
      "workerd, raw fetch": await medians(() => firstAnswer("bare-worker.mjs", server.url), 5),
      "Chromium, verigator": await medians(await instantiationIn("chromium")),
      "Firefox, verigator": await medians(await instantiationIn("firefox")),
    };
    print(results);
    return results;
  } finally {
    server.close();
  }
}

async function inNode(script, url) {
  const { stdout } = await run(process.execPath, [here(script), url]);
  return JSON.parse(stdout);
}

/** Repeats a measurement and returns the median of each of its figures. An array holds what was measured already. */
async function medians(source, times = runs) {
  const all = Array.isArray(source) ? source : [];
  while (all.length < times && !Array.isArray(source)) all.push(await source());
  return Object.fromEntries(Object.keys(all[0]).map((name) => [name, median(all.map((figures) => figures[name]))]));
}

function print(results) {
  console.log("\ncold start, milliseconds");
  for (const [name, figures] of Object.entries(results)) {
    const columns = Object.entries(figures).map(([title, figure]) => `${title} ${figure.toFixed(1)}`);
    console.log(`  ${name.padEnd(24)} ${columns.join(", ")}`);
  }
}
