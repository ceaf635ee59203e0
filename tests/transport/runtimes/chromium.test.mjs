import { chromium } from "playwright-core";
import { longTimeoutMs } from "../../page/programs.mjs";
import { runtimeTest } from "./report.mjs";
import { runtimeSpecificSuites, servePage } from "./site.mjs";

const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium";
const flags = [
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

runtimeTest("client in a page of Chromium", async (urls, context) => {
  const page = await openPage(context);
  const runtime = { name: "page", isBrowser: true, reportsNotConnected: false };
  return page.evaluate((input) => globalThis.runSuites(input), { urls, runtime });
});

runtimeTest("client in a worker of Chromium", async (urls, context) => {
  const page = await openPage(context);
  const runtime = { name: "page-worker", isBrowser: true, reportsNotConnected: false, only: runtimeSpecificSuites };
  return page.evaluate(
    (input) => {
      const worker = new Worker("/page.mjs", { type: "module" });
      return new Promise((resolve, reject) => {
        worker.onmessage = ({ data }) => resolve(data);
        worker.onerror = ({ message }) => reject(new Error(message));
        worker.postMessage(input);
      });
    },
    { urls, runtime },
  );
});

async function openPage(context) {
  const origin = await servePage(context);
  const browser = await chromium.launch({ executablePath, args: flags, chromiumSandbox: false });
  context.after(() => browser.close());
  const page = await browser.newPage();
  page.setDefaultTimeout(longTimeoutMs);
  await page.goto(origin);
  await page.waitForFunction(() => "runSuites" in globalThis);
  return page;
}
