/** Measures the static page in headless Chromium, and prints JSON: bytes as they are and compressed file by file, and milliseconds. */
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { chromium } from "playwright-core";
import { personAt } from "./person.mjs";
import { find } from "./programs.mjs";
import { serveSite } from "./site.mjs";

const rounds = 5;
const folder = fileURLToPath(new URL("../../www/dist", import.meta.url));

const parts = {
  client: (path) => path.startsWith("verigator/") && !isOfSandbox(path),
  sandbox: isOfSandbox,
  page: (path) => !path.startsWith("verigator/"),
};

function isOfSandbox(path) {
  return path.startsWith("verigator/sandbox/");
}

const loaded = await pathsLoaded();
const bytes = Object.fromEntries(Object.entries(parts).map(([name, holds]) => [name, sizesOf(loaded.filter(holds))]));
console.log(JSON.stringify({ bytes, firstLoginMs: await firstLogins() }, null, 2));

function sizesOf(paths) {
  const contents = paths.map((path) => readFileSync(join(folder, path)));
  const sum = (sizes) => sizes.reduce((total, size) => total + size, 0);
  return { files: paths.length, raw: sum(contents.map(({ length }) => length)), gzip: sum(contents.map((content) => gzipSync(content).length)), brotli: sum(contents.map((content) => brotliCompressSync(content).length)) };
}

/** What a first visit asks the host for, without what the service worker keeps for later. */
async function pathsLoaded() {
  const known = new Set(readdirSync(folder, { recursive: true }));
  return inFreshPage(async (page, url) => {
    const paths = new Set();
    page.on("request", (request) => paths.add(request.url().slice(url.length) || "index.html"));
    await open(page, url);
    return [...paths].filter((path) => known.has(path));
  });
}

/** From the beginning of the navigation to the user being signed in, with nobody hesitating; each round in a browser without a cache. */
async function firstLogins() {
  const times = [];
  for (let round = 0; round < rounds; round += 1) times.push(await inFreshPage(login));
  times.sort((one, other) => one - other);
  return { median: times[Math.floor(rounds / 2)], least: times[0], most: times.at(-1), rounds };
}

async function login(page, url) {
  const person = personAt(page);
  const start = performance.now();
  await open(page, url);
  await person.register();
  await person.askForSms();
  await person.button("Fill in").click();
  await person.signedIn();
  return Math.round(performance.now() - start);
}

async function open(page, url) {
  await page.goto(url);
  await page.locator(":root[data-ready]").waitFor();
}

async function inFreshPage(act) {
  const site = await serveSite();
  const browser = await chromium.launch({ executablePath: find("chromium", "google-chrome"), args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"] });
  try {
    return await act(await browser.newPage(), site.url);
  } finally {
    await Promise.all([browser.close(), site.close()]);
  }
}
