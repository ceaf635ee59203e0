/** Measures a first visit to the demo page: the bytes that it transfers, and the time until a user is logged in. */
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { chromium } from "playwright-core";
import { DemoPage } from "../../page/demo-page.mjs";
import { find } from "../../page/programs.mjs";
import { serveSite } from "../../page/static-site.mjs";
import { median } from "../speed/interleave.mjs";

const rounds = 9;
const folder = fileURLToPath(new URL("../../../www/dist", import.meta.url));
const flags = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"];

/** Returns the bytes by component, raw and compressed file by file, and the milliseconds of each round. */
export async function pageFigures() {
  const loaded = await pathsLoaded();
  const sizesOfComponent = (component) => sizesOf(loaded.filter((path) => componentOf(path) === component));
  const transferred = Object.fromEntries(
    [...new Set(loaded.map(componentOf))].map((component) => [component, sizesOfComponent(component)]),
  );
  const firstLoginMs = [];
  for (let round = 0; round < rounds; round += 1) firstLoginMs.push(await inFreshBrowser(logIn));
  const results = { transferred, firstLoginMs };
  print(results);
  return results;
}

function componentOf(path) {
  if (!path.startsWith("verigator/")) return "page";
  return ["sandbox", "gateway"].find((component) => path.startsWith(`verigator/${component}/`)) ?? "client";
}

function sizesOf(paths) {
  const contents = paths.map((path) => readFileSync(join(folder, path)));
  const sum = (size) => contents.reduce((total, content) => total + size(content).length, 0);
  return { files: paths.length, raw: sum((content) => content), gzip: sum(gzipSync), brotli: sum(brotliCompressSync) };
}

/** Returns the files that a first visit requests, without those that the service worker caches afterwards. */
async function pathsLoaded() {
  const known = new Set(readdirSync(folder, { recursive: true }));
  return inFreshBrowser(async (page, url) => {
    const paths = new Set();
    page.on("request", (request) => paths.add(request.url().slice(url.length) || "index.html"));
    await open(page, url);
    return [...paths].filter((path) => known.has(path));
  });
}

/** Returns the milliseconds from the start of the navigation until a user is signed in by SMS, without pauses between the actions. */
async function logIn(page, url) {
  const demo = new DemoPage(page);
  const start = performance.now();
  // A visitor can type while the wasm loads.
  await page.goto(url, { waitUntil: "commit" });
  await demo.register();
  await demo.requestSms();
  await demo.button("Fill in").click();
  await demo.waitForWelcome();
  return performance.now() - start;
}

async function open(page, url) {
  await page.goto(url);
  await page.locator(":root[data-ready]").waitFor();
}

/** Opens the page in a new browser with an empty cache. */
async function inFreshBrowser(act) {
  const site = await serveSite();
  const browser = await chromium.launch({ executablePath: find("chromium", "google-chrome"), args: flags });
  try {
    // A script waits for the end of an animation before it clicks, which a visitor need not.
    return await act(await browser.newPage({ reducedMotion: "reduce" }), site.url);
  } finally {
    await Promise.all([browser.close(), site.close()]);
  }
}

function print({ transferred, firstLoginMs }) {
  console.log("\ndemo page, bytes of a first visit");
  for (const [component, { files, raw, gzip, brotli }] of Object.entries(transferred)) {
    console.log(`  ${component.padEnd(10)} ${files} files, ${raw} raw, ${gzip} gzip, ${brotli} brotli`);
  }
  console.log(`  first login in headless Chromium: ${median(firstLoginMs).toFixed(0)} ms`);
}
