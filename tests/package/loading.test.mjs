import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { cp, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, test } from "node:test";
import { promisify } from "node:util";
import { createFetchedModule } from "./node_modules/verigator/fetch-wasm.js";

const url = new URL("http://localhost/verigator.wasm");
const wasm = await readFile(new URL("./node_modules/verigator/verigator.wasm", import.meta.url));
const realFetch = globalThis.fetch;
const realCompile = WebAssembly.compile;

afterEach(() => {
  globalThis.fetch = realFetch;
  WebAssembly.compile = realCompile;
});

/** Returns a wasm module that is fetched. Each fetch gets the result of the next of `responses`. */
function createModule(...responses) {
  globalThis.fetch = async () => responses.shift()();
  return createFetchedModule(url, "verigator");
}

const wasmResponse = () => new Response(wasm);

test("use before init asks for `await init()`", () => {
  assert.throws(() => createModule().module(), /verigator is not loaded yet: `await init\(\)`/);
});

test("fetched wasm can be used", async () => {
  const module = createModule(wasmResponse);
  await module.fetch();
  assert.ok(module.module() instanceof WebAssembly.Module);
});

test("concurrent calls fetch once", async () => {
  const module = createModule(wasmResponse);
  await Promise.all([module.fetch(), module.fetch()]);
  await module.fetch();
  assert.ok(module.module());
});

test("missing file is reported with its status", async () => {
  const module = createModule(() => new Response("", { status: 404 }));
  await assert.rejects(module.fetch(), /http:\/\/localhost\/verigator\.wasm \(status 404\).*verigator\/inline/);
});

test("HTML instead of the file is recognised", async () => {
  const page = () => new Response("<!doctype html>", { headers: { "content-type": "text/html" } });
  await assert.rejects(createModule(page).fetch(), /the answer is no wasm but has text\/html/);
});

test("failed fetch names the CSP directive that may have caused it, and keeps the cause", async () => {
  const cause = new TypeError("Failed to fetch");
  const module = createModule(() => Promise.reject(cause));
  await assert.rejects(module.fetch(), (error) => error.message.includes("connect-src") && error.cause === cause);
});

test("failed compilation names the CSP directive that may have caused it", async () => {
  WebAssembly.compile = () => Promise.reject(new WebAssembly.CompileError("blocked by CSP"));
  await assert.rejects(createModule(wasmResponse).fetch(), /blocked by CSP.*'wasm-unsafe-eval'/);
});

test("second call after a failure loads the wasm", async () => {
  const module = createModule(() => new Response("", { status: 503 }), wasmResponse);
  await assert.rejects(module.fetch());
  await module.fetch();
  assert.ok(module.module());
});

test("browser entry creates objects after init", async () => {
  globalThis.fetch = async () => new Response(wasm);
  const { Verigator, init } = await import("./node_modules/verigator/browser.js");
  assert.throws(() => new Verigator("username", "password"), /await init\(\)/);
  await init();
  assert.ok(new Verigator("username", "password") instanceof Verigator);
});

test("import without the wasm file works, and the first use reports the missing file", async (context) => {
  const folder = await mkdtemp(join(tmpdir(), "verigator-"));
  context.after(() => rm(folder, { recursive: true }));
  const copy = join(folder, "node_modules/verigator");
  await cp(new URL("./node_modules/verigator", import.meta.url), copy, { recursive: true });
  await rm(join(copy, "verigator.wasm"));
  const script = `
    import("verigator").then(({ Verigator }) => {
      console.log("imported");
      try { new Verigator("username", "password"); } catch (error) { console.log(error.message); }
    })`;
  const { stdout } = await promisify(execFile)(process.execPath, ["--eval", script], { cwd: folder });
  assert.match(stdout, /^imported\nthe wasm file of verigator could not be read .*verigator\/inline/);
});
