/** The demo page as a first visitor's browser has it: what it transfers, and how soon one is logged in. */
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

/** Returns the bytes by part, as they are and compressed file by file, and the milliseconds of each round. */
export async function pageFigures() {
  const loaded = await pathsLoaded();
  const ofPart = (part) => sizesOf(loaded.filter((path) => partOf(path) === part));
  const transferred = Object.fromEntries([...new Set(loaded.map(partOf))].map((part) => [part, ofPart(part)]));
  const firstLoginMs = [];
  for (let round = 0; round < rounds; round += 1) firstLoginMs.push(await inFreshBrowser(logIn));
  const results = { transferred, firstLoginMs };
  print(results);
  return results;
}

function partOf(path) {
  if (!path.startsWith("verigator/")) return "page";
  return ["sandbox", "gateway"].find((part) => path.startsWith(`verigator/${part}/`)) ?? "client";
}

function sizesOf(paths) {
  const contents = paths.map((path) => readFileSync(join(folder, path)));
  const sum = (size) => contents.reduce((total, content) => total + size(content).length, 0);
  return { files: paths.length, raw: sum((content) => content), gzip: sum(gzipSync), brotli: sum(brotliCompressSync) };
}

/** What a first visit asks the host for, without what the service worker keeps for later. */
async function pathsLoaded() {
  const known = new Set(readdirSync(folder, { recursive: true }));
  return inFreshBrowser(async (page, url) => {
    const paths = new Set();
    page.on("request", (request) => paths.add(request.url().slice(url.length) || "index.html"));
    await open(page, url);
    return [...paths].filter((path) => known.has(path));
  });
}

/** From the beginning of the navigation to the user being signed in by SMS, with nobody hesitating. */
async function logIn(page, url) {
  const demo = new DemoPage(page);
  const start = performance.now();
  await open(page, url);
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

/** A browser of its own, which has nothing cached. */
async function inFreshBrowser(act) {
  const site = await serveSite();
  const browser = await chromium.launch({ executablePath: find("chromium", "google-chrome"), args: flags });
  try {
    return await act(await browser.newPage(), site.url);
  } finally {
    await Promise.all([browser.close(), site.close()]);
  }
}

function print({ transferred, firstLoginMs }) {
  console.log("\ndemo page, bytes of a first visit");
  for (const [part, { files, raw, gzip, brotli }] of Object.entries(transferred)) {
    console.log(`  ${part.padEnd(10)} ${files} files, ${raw} raw, ${gzip} gzip, ${brotli} brotli`);
  }
  console.log(`  first login in headless Chromium: ${median(firstLoginMs).toFixed(0)} ms`);
}
