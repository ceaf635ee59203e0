import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { afterEach, test } from "node:test";
import { fetchWasm } from "./node_modules/verigator/fetch-wasm.js";

const url = new URL("http://localhost/verigator.wasm");
const wasm = await readFile(new URL("./node_modules/verigator/verigator.wasm", import.meta.url));
const realFetch = globalThis.fetch;
const realCompile = WebAssembly.compile;

afterEach(() => {
  globalThis.fetch = realFetch;
  WebAssembly.compile = realCompile;
});

/** Fetches the wasm from a server with the given response. */
function load(respond, from = url) {
  globalThis.fetch = async () => respond();
  return fetchWasm(() => from, "verigator");
}

const wasmResponse = () => new Response(wasm);

test("fetched wasm is compiled", async () => {
  assert.ok((await load(wasmResponse)) instanceof WebAssembly.Module);
});

test("missing file is reported with its status and the entry that needs none", async () => {
  const missing = () => new Response("", { status: 404 });
  await assert.rejects(
    load(missing),
    /http:\/\/localhost\/verigator\.wasm \(status 404\); copy it there.*"verigator\/inline"/,
  );
});

test("file that Vite's dev server lost is reported with the line for its configuration", async () => {
  const missing = () => new Response("", { status: 404 });
  const moved = new URL("http://localhost/node_modules/.vite/deps/verigator.wasm");
  await assert.rejects(load(missing, moved), /optimizeDeps: \{ exclude: \["verigator"\] \}.*vite\.config\.js/);
});

test("script without a URL, as esbuild writes it by default, is reported with the entry that needs no file", async () => {
  const { url: missing } = {};
  const failure = fetchWasm(() => new URL("./verigator.wasm", missing), "verigator");
  await assert.rejects(
    failure,
    /^Error: the wasm of verigator could not be fetched \(Invalid URL\), since a classic script.*esbuild.*"verigator\/inline"/,
  );
});

test("HTML instead of the file is recognised", async () => {
  const page = () => new Response("<!doctype html>", { headers: { "content-type": "text/html" } });
  await assert.rejects(load(page), /expected wasm, got text\/html/);
});

test("failed fetch names the CSP directive that may have caused it, and keeps the cause", async () => {
  const cause = new TypeError("Failed to fetch");
  const failure = load(() => Promise.reject(cause));
  await assert.rejects(failure, (error) => error.message.includes("connect-src") && error.cause === cause);
});

const policyErrors = {
  Chromium: "WebAssembly.compile(): Wasm code generation disallowed by embedder",
  "newer Chromium": "WebAssembly.compile(): violates the following Content Security Policy directive",
  Firefox: "call to WebAssembly.compile() blocked by CSP",
  WebKit: "Refused to create a WebAssembly object because 'unsafe-eval' or 'wasm-unsafe-eval' is not an allowed source",
};

for (const [browser, message] of Object.entries(policyErrors)) {
  test(`compilation that a CSP forbids in ${browser} is reported with the directive to add`, async () => {
    WebAssembly.compile = () => Promise.reject(new WebAssembly.CompileError(message));
    await assert.rejects(load(wasmResponse), /Content-Security-Policy.*'wasm-unsafe-eval'/);
  });
}

test("damaged file is reported as such", async () => {
  const damaged = load(() => new Response(wasm.subarray(0, 1_000)));
  await assert.rejects(
    damaged,
    (error) => /verigator\.wasm is damaged/.test(error.message) && !error.message.includes("Policy"),
  );
});

test("runtime without WebAssembly, as Safari's Lockdown Mode, is reported with the server to call", async () => {
  const { WebAssembly } = globalThis;
  delete globalThis.WebAssembly;
  const loading = load(wasmResponse);
  globalThis.WebAssembly = WebAssembly;
  await assert.rejects(loading, /^Error: verigator needs WebAssembly, which .*call a server of your own/);
});

test("compilation that a Worker forbids is reported with the condition to bundle for", async (context) => {
  const { navigator } = globalThis;
  Object.defineProperty(globalThis, "navigator", { value: { userAgent: "Cloudflare-Workers" }, configurable: true });
  context.after(() => Object.defineProperty(globalThis, "navigator", { value: navigator, configurable: true }));
  WebAssembly.compile = () =>
    Promise.reject(new WebAssembly.CompileError("Wasm code generation disallowed by embedder"));
  await assert.rejects(
    load(wasmResponse),
    /^Error: a Worker compiles no wasm while it runs.*condition "workerd".*serverExternalPackages/,
  );
});
