/** The errors of entries that hold the wasm as base64: `/inline`, and every entry that is required. */
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
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

/** Returns the message of the first use's error, in a process that ran `change` before it imported the package of a folder. */
async function messageOf(entry, change, cwd = folder) {
  const program = `
    ${change};
    ${entry}.then(({ Verigator }) => {
      try { new Verigator("username", "password"); console.log("created"); } catch (error) { console.log(error.message); }
    });`;
  const { stdout } = await run(process.execPath, ["--eval", program], { cwd });
  return stdout.trim();
}

const failToCompile = (message) =>
  `WebAssembly.Module = class { constructor() { throw new WebAssembly.CompileError(${JSON.stringify(message)}); } }`;

for (const [name, entry] of Object.entries(entries)) {
  test(`${name} creates objects`, async () => {
    assert.equal(await messageOf(entry, ""), "created");
  });

  test(`${name} decodes the wasm where there is no Buffer`, async () => {
    assert.equal(await messageOf(entry, "delete globalThis.Buffer"), "created");
  });

  test(`${name} names the server to call where there is no WebAssembly, as in React Native`, async () => {
    assert.match(
      await messageOf(entry, "delete globalThis.WebAssembly"),
      /^verigator needs WebAssembly, which React Native.*call a server of your own/,
    );
  });

  test(`${name} can be imported without text coders, and its first use names the environments for Jest`, async () => {
    const message = await messageOf(entry, "delete globalThis.TextDecoder; delete globalThis.TextEncoder");
    assert.match(message, /^verigator needs TextDecoder.*@jest-environment node.*jest-fixed-jsdom/);
  });

  test(`${name} reports a CSP with the directive to add`, async () => {
    const message = await messageOf(entry, failToCompile("call to WebAssembly.Module() blocked by CSP"));
    assert.match(
      message,
      /^the Content-Security-Policy of this page forbids the wasm of verigator .*add 'wasm-unsafe-eval' to its script-src/,
    );
  });

  test(`${name} reports a Worker with the condition to bundle for`, async () => {
    const inWorker = 'Object.defineProperty(globalThis, "navigator", { value: { userAgent: "Cloudflare-Workers" } })';
    const message = await messageOf(
      entry,
      `${inWorker}; ${failToCompile("Wasm code generation disallowed by embedder")}`,
    );
    assert.match(
      message,
      /^a Worker compiles no wasm while it runs.*import "verigator" .*condition "workerd".*serverExternalPackages/,
    );
  });

  test(`${name} reports damaged bytes`, async () => {
    assert.match(
      await messageOf(entry, failToCompile("expected magic word 00 61 73 6d")),
      /^the wasm of verigator is damaged/,
    );
  });
}

for (const name of ["required entry", "imported entry"]) {
  test(`${name} reports a missing file with its name and the entry that needs none`, async (context) => {
    const deployed = await mkdtemp(join(tmpdir(), "verigator-deployed-"));
    context.after(() => rm(deployed, { recursive: true }));
    const installed = join(deployed, "node_modules/verigator");
    await cp(join(folder, "node_modules/verigator"), installed, { recursive: true, dereference: true });
    await rm(join(installed, "wasm-base64.cjs"));
    const message = await messageOf(entries[name], "", deployed);
    assert.match(
      message,
      /^the wasm of verigator is missing \(Cannot find module.*deploy the package's wasm-base64\.cjs too, or `import` "verigator\/inline"/s,
    );
    assert.equal(await messageOf(entries["imported inline entry"], "", deployed), "created");
  });
}

for (const part of ["sandbox", "gateway"]) {
  test(`required ${part} can be imported without text coders`, async () => {
    const program = `delete globalThis.TextDecoder; delete globalThis.TextEncoder; console.log(typeof require("verigator/${part}").init)`;
    const { stdout } = await run(process.execPath, ["--eval", program], { cwd: folder });
    assert.equal(stdout, "function\n");
  });
}
