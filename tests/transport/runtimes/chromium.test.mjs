import { once } from "node:events";
import { copyFile, readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { bundle } from "./bundle.mjs";
import { runtimeTest } from "./report.mjs";

const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium";
const flags = ["--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];
/** What could differ from a page: what a worker is taken for, and its own signals, timers and events. */
const only = ["requests", "credentials", "signals", "events", "redirects", "hostile fetch"];
const types = { mjs: "text/javascript", wasm: "application/wasm" };

runtimeTest("client in a page of Chromium", async (urls, context) => {
  const page = await openPage(context);
  const runtime = { name: "page", isBrowser: true, tellsRefusal: false };
  return page.evaluate((given) => globalThis.runSuites(given), { urls, runtime });
});

runtimeTest("client in a worker of Chromium", async (urls, context) => {
  const page = await openPage(context);
  const runtime = { name: "page-worker", isBrowser: true, tellsRefusal: false, only };
  return page.evaluate((given) => {
    const worker = new Worker("/page.mjs", { type: "module" });
    return new Promise((resolve, reject) => {
      worker.onmessage = ({ data }) => resolve(data);
      worker.onerror = ({ message }) => reject(new Error(message));
      worker.postMessage(given);
    });
  }, { urls, runtime });
});

async function openPage(context) {
  const origin = await serve(await bundlePage(context), context);
  const browser = await chromium.launch({ executablePath, args: flags, chromiumSandbox: false });
  context.after(() => browser.close());
  const page = await browser.newPage();
  await page.goto(origin);
  await page.waitForFunction(() => "runSuites" in globalThis);
  return page;
}

async function bundlePage(context) {
  const folder = await bundle(["page.mjs"], ["browser"], context);
  const wasm = createRequire(import.meta.url).resolve("verigator/package.json").replace("package.json", "verigator.wasm");
  await copyFile(wasm, join(folder, "verigator.wasm"));
  return folder;
}

/** Serves the page from an origin of its own, so that each request of the client is a cross-origin one. */
async function serve(folder, context) {
  const server = createServer(async (request, response) => {
    const [, name, extension] = /^\/(\w+\.(\w+))$/.exec(request.url) ?? [];
    if (request.url === "/") return response.setHeader("content-type", "text/html").end('<!doctype html><script type="module" src="/page.mjs"></script>');
    if (!(extension in types)) return response.writeHead(404).end();
    return response.setHeader("content-type", types[extension]).end(await readFile(join(folder, name)));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  context.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${server.address().port}/`;
}
