/** A web site with the element: its pages under a strict CSP, and a gateway with a sandbox for each visitor. */
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join } from "node:path";
import { Verigator } from "verigator";
import { createGateway, memoryLimits } from "verigator/gateway";
import { Sandbox } from "verigator/sandbox";

const phoneNumber = "+3725555555";
const installed = join(import.meta.dirname, "node_modules/verigator");
const pages = join(import.meta.dirname, "pages");
const types = { ".html": "text/html", ".css": "text/css", ".js": "text/javascript", ".wasm": "application/wasm" };
const importMap = JSON.stringify({
  imports: {
    verigator: "/verigator/browser.js",
    "verigator/login": "/verigator/login/login.js",
    "verigator/element": "/verigator/login/element.js",
    "verigator/element/texts/en": "/verigator/login/texts/en.js",
    "verigator/element/texts/et": "/verigator/login/texts/et.js",
  },
});
const policy = [
  "default-src 'none'",
  "base-uri 'none'",
  "connect-src 'self'",
  "script-src 'self' 'nonce-test' 'wasm-unsafe-eval'",
  "style-src 'self'",
  "img-src data:",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join("; ");

/** Starts the site. `files` has the pages and modules that a test adds, by path, without a CSP. */
export async function openWebSite() {
  const visitors = new Map();
  const files = new Map();
  const server = createServer(async (request, response) => {
    const { pathname, searchParams } = new URL(request.url, "http://localhost");
    if (pathname.startsWith("/2fa/")) return visitors.get(cookieOf(request)).handle(request, response);
    const added = files.get(pathname);
    if (added) return response.setHeader("content-type", types[extname(pathname)] ?? "text/html").end(added);
    // Frameworks have Trusted Types policies of their own.
    if (!searchParams.has("example")) response.setHeader("content-security-policy", policy);
    if (pathname === "/page") {
      response.setHeader("set-cookie", `visitor=${searchParams.get("visitor")}; Path=/; SameSite=Strict`);
      return response.setHeader("content-type", "text/html; charset=utf-8").end(pageOf(searchParams));
    }
    const file = pathname.startsWith("/verigator/") ? join(installed, pathname.slice(11)) : join(pages, pathname);
    const content = await readFile(file).catch(() => undefined);
    response.writeHead(content ? 200 : 404, { "content-type": types[extname(file)] ?? "text/plain" }).end(content);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${server.address().port}`;

  /** Creates somebody who has passed the first factor. `page` is the URL of their page, with attributes of the element and further options. */
  async function visit(options) {
    const name = String(visitors.size);
    const visitor = await createVisitor(options);
    visitors.set(name, visitor);
    visitor.page = (attributes = {}, further = {}) =>
      `${url}/page?${new URLSearchParams({ visitor: name, attributes: JSON.stringify(attributes), ...further })}`;
    return visitor;
  }

  function close() {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  }

  return { url, files, visit, close };
}

function cookieOf({ headers }) {
  return /visitor=(\d+)/.exec(headers.cookie)?.[1];
}

/**
 * The page: `lang`, `theme`, `script` and `style`, files of `pages`, `content` of the element, or `body` in place of the element, and the script `example`, which
 * frees the page of its CSP.
 */
function pageOf(searchParams) {
  const options = Object.fromEntries(searchParams);
  const { lang = "en", theme = "light", script = "page.js", style = "page.css", content = "", example } = options;
  const attributes = Object.entries(JSON.parse(options.attributes ?? "{}"));
  const text = attributes.map(([name, value]) => `${name}="${value}"`).join(" ");
  const body = options.body ?? `<verigator-login ${text}>${content}</verigator-login>`;
  const scripts = [script, example].map((file) => file && `<script type="module" src="/${file}"></script>`);
  const styles = ["page.css", style].map((file) => `<link rel="stylesheet" href="/${file}">`);
  return `<!doctype html><html lang="${lang}" dir="${lang === "ar" ? "rtl" : "ltr"}" class="${theme}"><head><meta charset="utf-8"><title>Log in</title>
    <meta name="viewport" content="width=device-width, initial-scale=1"><link rel="icon" href="data:,">${styles.join("")}
    <script type="importmap" nonce="test">${importMap}</script>${scripts.join("")}</head>
    <body><main><h1>Log in</h1>${body}<p><a href="/other.html">Help</a></p></main></body></html>`;
}

/** Creates a user, with an account at a sandbox and a gateway whose clock the test can advance. `intercept` may replace its responses. */
async function createVisitor({ policy, hasApp } = {}) {
  let aheadMs = 0;
  const sandbox = new Sandbox();
  if (hasApp) sandbox.devices.attach(phoneNumber);
  const verigator = new Verigator(sandbox.username, sandbox.password, { fetch: sandbox.fetch });
  const service = await verigator.createService("Shop", "shop.example");
  const user = await service.registerUser("ann", phoneNumber);
  const now = () => Date.now() + aheadMs;
  const visitor = {
    requests: [],
    intercept: (request, respond) => respond(request),
    hasSession: true,
    advance(milliseconds) {
      aheadMs += milliseconds;
      sandbox.clock.advance(milliseconds);
    },
    messages: () => sandbox.inbox.messages(phoneNumber),
    rightPin: () => visitor.messages().at(-1).pin,
    wrongPin: (offset = 1) => String((Number(visitor.rightPin()) + offset) % 1_000_000).padStart(6, "0"),
    appCode: () => sandbox.devices.get(phoneNumber).code(user.id),
    /** What pages sent, without their questions for the status. */
    sent: () => visitor.requests.filter(({ method }) => method !== "GET").map(({ body }) => JSON.parse(body)),
  };
  const gateway = createGateway({
    verigator,
    serviceId: service.id,
    identify: () => (visitor.hasSession ? user.id : null),
    address: () => "192.0.2.1",
    limits: memoryLimits(),
    now,
    policy,
  });
  /** Starts by SMS, as another page would. */
  visitor.start = () => gateway.user(user.id).authenticateUsingSms();
  visitor.verify = (pin) => gateway.user(user.id).verifyPin(pin);
  visitor.isVerified = async () => (await gateway.status(user.id)).verified;
  visitor.handle = (request, response) => respondTo(request, response, visitor, gateway, now);
  return visitor;
}

async function respondTo(incoming, response, visitor, gateway, now) {
  const chunks = [];
  for await (const chunk of incoming) chunks.push(chunk);
  const { method, headers } = incoming;
  const body = Buffer.concat(chunks).toString();
  visitor.requests.push({ method, body });
  const request = new Request(`http://${headers.host}${incoming.url}`, { method, headers, body: body || undefined });
  const result = await visitor.intercept(request, (request) => gateway.fetch(request)).catch(() => undefined);
  if (!result) return response.destroy();
  response.writeHead(result.status, { ...Object.fromEntries(result.headers), date: new Date(now()).toUTCString() });
  response.end(await result.text());
}

/** Lets the gateway act on the next request with this method, and breaks the connection in place of its response. Chromium then sends the request again. */
export function loseNext(visitor, method) {
  visitor.intercept = async (request, respond) => {
    const response = await respond(request);
    if (request.method !== method) return response;
    visitor.intercept = (request, respond) => respond(request);
    throw new Error("lost");
  };
}

/** Keeps requests with this method from the gateway until the returned function is called. */
export function hold(visitor, method) {
  let release;
  const gate = new Promise((resolve) => (release = resolve));
  visitor.intercept = async (request, respond) => {
    if (request.method === method) await gate;
    return respond(request);
  };
  return release;
}

/** Lets the gateway deny each start. */
export function denyStarts(visitor, retryAfterSeconds) {
  const headers = { "retry-after": String(retryAfterSeconds), "content-type": "application/json" };
  visitor.intercept = (request, respond) =>
    request.method === "POST" ? Promise.resolve(new Response("{}", { status: 429, headers })) : respond(request);
}
