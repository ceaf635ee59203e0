/** A whole site: its page in Chromium, `examples/edge-worker` in workerd on a path of the same origin, and the sandbox server as the API. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, extname, join } from "node:path";
import { fetch, Response } from "miniflare";
import { chromium } from "playwright-core";
import { Verigator } from "verigator";
import { find, longTimeoutMs } from "../page/programs.mjs";
import { currentApi } from "./apis.mjs";
import { copyExample } from "./examples.mjs";
import { serveSandbox } from "./sandbox-server.mjs";
import { developmentVariables, run } from "./workerd.mjs";

const example = join(import.meta.dirname, "../../examples/edge-worker");
const installed = dirname(createRequire(import.meta.url).resolve("verigator/package.json"));
const types = { ".js": "text/javascript", ".wasm": "application/wasm" };
const phoneNumber = "+3725555555";
const html = `<!doctype html><link rel="icon" href="data:,"><script type="importmap">{"imports":{"verigator":"/verigator/browser.js"}}</script>`;

/** Opens the site for one test. `exchanges` records the traffic with the browser, and `calls` the requests to the API. */
export async function openSite(t, bundle) {
  const sandbox = await serveSandbox(t);
  const { user, environment } = await openUser[currentApi()](sandbox);
  const calls = [];
  const worker = run(t, { workers: [siteWorker(), gatewayWorker(bundle, environment, calls)] });
  const url = String(await worker.ready);
  await (await worker.getKVNamespace("PHONE_NUMBERS", "gateway")).put("ann", phoneNumber);
  const browser = await openChromium(t, url);
  process.env.TICKET_SECRET = environment.TICKET_SECRET;
  const backend = await import(join(copyExample(t.after.bind(t), "edge-worker"), "backend.js"));
  const login = { verigatorId: user.id };
  return {
    ...browser,
    sandbox,
    calls,
    ticket: await backend.mintTicket(login),
    completesLogin: (cookie) => backend.completesLogin(login, cookie),
    readPin: () => sandbox.readPin(phoneNumber),
  };
}

/** The user of the site, and the Worker's variables, by API. */
const openUser = {
  async verigator(sandbox) {
    const verigator = new Verigator(sandbox.username, sandbox.password, {
      baseUrl: sandbox.url,
      timeoutMs: longTimeoutMs,
    });
    const service = await verigator.createService("Shop", "shop.example");
    const user = await service.registerUser("ann", phoneNumber);
    return { user, environment: developmentVariables(sandbox, service.id) };
  },
  "number-verification": async (sandbox) => ({
    user: { id: "ann" },
    environment: { ...developmentVariables(sandbox, ""), VERIGATOR_API: "number-verification" },
  }),
};

/** Serves the site's page and the files that it imports. */
function siteWorker() {
  const serve = (request) => {
    const { pathname } = new URL(request.url);
    if (pathname === "/") return new Response(html, { headers: { "content-type": "text/html" } });
    const file =
      pathname === "/page.js" ? join(example, "page.js") : join(installed, pathname.replace(/^\/verigator\//, ""));
    return new Response(readFileSync(file), { headers: { "content-type": types[extname(file)] } });
  };
  const script = "export default { fetch: (request, env) => env.FILES.fetch(request) };";
  return { name: "site", modules: true, script, serviceBindings: { FILES: serve } };
}

/** The example, mounted by a route as in its README; records each request to the API. */
function gatewayWorker(bundle, environment, calls) {
  return {
    ...bundle,
    name: "gateway",
    routes: ["127.0.0.1/2fa/*"],
    bindings: environment,
    kvNamespaces: ["PHONE_NUMBERS"],
    async outboundService(request) {
      const response = await fetch(request);
      calls.push({
        method: request.method,
        url: request.url,
        auth: request.headers.get("x-service-auth"),
        status: response.status,
      });
      return response;
    },
  };
}

async function openChromium(t, url) {
  const browser = await chromium.launch({
    executablePath: find("chromium", "google-chrome"),
    args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
  });
  t.after(() => browser.close());
  const context = await browser.newContext();
  const page = await context.newPage();
  page.setDefaultTimeout(longTimeoutMs);
  const exchanges = [];
  page.on("response", (response) => exchanges.push(exchange(response)));
  await page.addInitScript(keepResponses);
  await page.goto(url);
  return { page, context, exchanges, readResponses: () => page.evaluate(() => Promise.all(globalThis.responses)) };
}

/** Runs in the page: keeps the bodies of responses, which Chromium does not keep if they may not be stored. */
function keepResponses() {
  const { fetch } = globalThis;
  globalThis.responses = [];
  globalThis.fetch = async (url, init) => {
    const response = await fetch(url, init);
    globalThis.responses.push(
      response
        .clone()
        .text()
        .then((text) => ({ url: response.url, method: init?.method ?? "GET", status: response.status, text })),
    );
    return response;
  };
}

/** One request and its response, with the headers that the browser adds. */
async function exchange(response) {
  const request = response.request();
  const [sent, got] = await Promise.all([request.allHeaders(), response.allHeaders()]);
  return { url: request.url(), sent, sentBody: request.postData() ?? "", got };
}
