/** Measures the time per call of each client, in Node and in Chromium. Returns the results of each plan. */
import { fork } from "node:child_process";
import { cp, mkdir, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { open } from "../../browsers/browsers.mjs";
import { resultOf } from "../../browsers/page.mjs";
import { print } from "./interleave.mjs";
import { startServer } from "./server.mjs";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const folder = here("../../../target/bench/page");

export const speedInNode = () => measureInNode("./node-process.mjs");
export const speedOfPins = () => measureInNode("./pins-process.mjs");

/** Measures in a fresh process, which collects garbage between the rounds. */
async function measureInNode(file) {
  const child = fork(here(file), { execArgv: ["--expose-gc"] });
  const plans = [];
  child.on("message", (plan) => plans.push(plan));
  const status = await new Promise((resolve) => child.once("exit", resolve));
  if (status !== 0) throw new Error(`expected the process that measures Node to succeed, got status ${status}`);
  return plans;
}

export async function speedInChromium() {
  await buildPage();
  const server = await startServer(folder);
  const browser = await open("chromium");
  try {
    await browser.driver.setTimeouts(600_000);
    const plans = JSON.parse(await resultOf(browser, `${server.url}/page.html`));
    for (const { title, results } of plans) print(`Chromium, ${title}`, results);
    return plans;
  } finally {
    await browser.close();
    server.close();
  }
}

async function buildPage() {
  await mkdir(folder, { recursive: true });
  await build({
    entryPoints: [here("chromium-page.mjs")],
    bundle: true,
    format: "esm",
    minify: true,
    outfile: `${folder}/page.js`,
    logLevel: "error",
  });
  await cp(here("../node_modules/verigator/verigator.wasm"), `${folder}/verigator.wasm`);
  await writeFile(`${folder}/page.html`, '<!doctype html><script type="module" src="page.js"></script>');
}
