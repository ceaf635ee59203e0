/** The errors of entries that hold the wasm as base64: `/inline`, and every entry that is required. */
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const run = promisify(execFile);
const folder = fileURLToPath(new URL(".", import.meta.url));

const entries = {
  "imported inline entry": 'import("verigator/inline")',
  "required entry": 'Promise.resolve(require("verigator"))',
  "imported entry": 'import("verigator")',
};

/** Returns the message of the first use's error, in a process that ran `change` before it imported the package. */
async function messageOf(entry, change) {
  const program = `
    ${change};
    ${entry}.then(({ Verigator }) => {
      try { new Verigator("username", "password"); console.log("created"); } catch (error) { console.log(error.message); }
    });`;
  const { stdout } = await run(process.execPath, ["--eval", program], { cwd: folder });
  return stdout.trim();
}

const failToCompile = (message) => `WebAssembly.Module = class { constructor() { throw new WebAssembly.CompileError(${JSON.stringify(message)}); } }`;

for (const [name, entry] of Object.entries(entries)) {
  test(`${name} creates objects`, async () => {
    assert.equal(await messageOf(entry, ""), "created");
  });

  test(`${name} decodes the wasm where there is no Buffer`, async () => {
    assert.equal(await messageOf(entry, "delete globalThis.Buffer"), "created");
  });

  test(`${name} names the server to call where there is no WebAssembly, as in React Native`, async () => {
    assert.match(await messageOf(entry, "delete globalThis.WebAssembly"), /^verigator needs WebAssembly, which React Native.*call a server of your own/);
  });

  test(`${name} can be imported without text coders, and its first use names the environments for Jest`, async () => {
    const message = await messageOf(entry, "delete globalThis.TextDecoder; delete globalThis.TextEncoder");
    assert.match(message, /^verigator needs TextDecoder.*@jest-environment node.*jest-fixed-jsdom/);
  });

  test(`${name} reports a CSP with the directive to add`, async () => {
    const message = await messageOf(entry, failToCompile("call to WebAssembly.Module() blocked by CSP"));
    assert.match(message, /^the Content-Security-Policy of this page forbids the wasm of verigator .*add 'wasm-unsafe-eval' to its script-src/);
  });

  test(`${name} reports a Worker with the condition to bundle for`, async () => {
    const inWorker = "Object.defineProperty(globalThis, \"navigator\", { value: { userAgent: \"Cloudflare-Workers\" } })";
    const message = await messageOf(entry, `${inWorker}; ${failToCompile("Wasm code generation disallowed by embedder")}`);
    assert.match(message, /^a Worker compiles no wasm while it runs.*import "verigator" .*condition "workerd".*serverExternalPackages/);
  });

  test(`${name} reports damaged bytes`, async () => {
    assert.match(await messageOf(entry, failToCompile("expected magic word 00 61 73 6d")), /^the wasm of verigator is damaged/);
  });
}

for (const part of ["sandbox", "gateway"]) {
  test(`required ${part} can be imported without text coders`, async () => {
    const program = `delete globalThis.TextDecoder; delete globalThis.TextEncoder; console.log(typeof require("verigator/${part}").init)`;
    const { stdout } = await run(process.execPath, ["--eval", program], { cwd: folder });
    assert.equal(stdout, "function\n");
  });
}
