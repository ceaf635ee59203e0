/** What esbuild makes of the package, and with it tsup and many frameworks. */
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { build } from "esbuild";
import { expectedResult } from "./flow.mjs";

const run = promisify(execFile);
const here = fileURLToPath(new URL(".", import.meta.url));
const parts = ["verigator", "verigator/sandbox", "verigator/gateway"];

const printFlow = `
  import * as verigator from "verigator";
  import * as sandbox from "verigator/sandbox";
  import { flow } from "./flow.mjs";
  flow(verigator, sandbox).then((result) => console.log(JSON.stringify(result)));`;

/** Bundles a module into one file of a folder outside of any project. The folder is deleted when the test ends. */
async function bundle(context, contents, options) {
  const folder = await mkdtemp(join(tmpdir(), "verigator-bundle-"));
  context.after(() => rm(folder, { recursive: true }));
  const file = join(folder, `main.${options.format === "cjs" ? "cjs" : "mjs"}`);
  await build({ stdin: { contents, resolveDir: here }, bundle: true, outfile: file, logLevel: "error", ...options });
  assert.equal((await readdir(folder)).length, 1);
  return { folder, file };
}

for (const part of parts) {
  for (const platform of ["node", "browser"]) {
    test(`\`export * from "${part}"\` keeps the names in a bundle for ${platform}`, async (context) => {
      const { file } = await bundle(context, `export * from "${part}";`, { platform, format: "esm" });
      assert.deepEqual(Object.keys(await import(file)).sort(), Object.keys(await import(part)).sort());
    });
  }
}

for (const format of ["esm", "cjs"]) {
  for (const minify of [false, true]) {
    test(`bundle of one ${minify ? "minified " : ""}file runs in Node without the package (${format})`, async (context) => {
      const { folder, file } = await bundle(context, printFlow, { platform: "node", format, minify });
      const { stdout } = await run(process.execPath, [file], { cwd: folder });
      assert.deepEqual(JSON.parse(stdout), expectedResult);
    });
  }
}

test("bundle for React Native can be imported, holds no wasm, and its first use names the server to call", async (context) => {
  const use = `
    import { Verigator, VerigatorError } from "verigator";
    try { new Verigator("username", "password"); } catch (error) { console.log(VerigatorError.name, error.message); }`;
  const { file } = await bundle(context, use, { platform: "neutral", format: "cjs", conditions: ["react-native"] });
  const { stdout } = await run(process.execPath, [file]);
  assert.match(stdout, /^VerigatorError verigator needs WebAssembly, which React Native .*call a server of your own/);
});

test("bundle for a dev server needs no file, and asks for `init` as one for production does", async (context) => {
  const use = `
    import { Verigator, init } from "verigator";
    const create = () => { try { new Verigator("username", "password"); return "created"; } catch (error) { return error.message; } };
    const before = create();
    init().then(() => console.log(before + "\\n" + create()));`;
  const { file } = await bundle(context, use, { platform: "browser", format: "cjs", conditions: ["development"] });
  const { stdout } = await run(process.execPath, [file]);
  assert.match(stdout, /^verigator is not loaded yet.*\ncreated\n$/);
});

const printError = (statement) => `
  import { Verigator } from "verigator";
  try { ${statement}; console.log("created"); } catch (error) { console.log(error.message); }`;

test("bundle by Nitro for Workers, whose configuration does not turn on wasm, names the line to add", async (context) => {
  const conditions = ["production", "wintercg", "worker", "browser", "workerd", "edge-light"];
  const { file } = await bundle(context, printError('new Verigator("username", "password")'), {
    platform: "neutral",
    format: "esm",
    conditions,
  });
  const { stdout } = await run(process.execPath, [file]);
  assert.match(
    stdout,
    /^Nitro left the wasm of verigator out of this bundle; add `nitro: \{ experimental: \{ wasm: true \} \}` to nuxt\.config\.ts/,
  );
});

test("bundle by Angular needs no file", async (context) => {
  const use = `
    import { Verigator, init } from "verigator";
    init().then(() => console.log(typeof Verigator.viaGateway("https://shop.example/2fa")));`;
  const conditions = ["es2015", "es2020", "module", "production"];
  const { file } = await bundle(context, use, { platform: "browser", format: "cjs", conditions });
  const { stdout } = await run(process.execPath, [file]);
  assert.equal(stdout, "object\n");
});

test("bundle for neither Node nor browsers, as Rollup makes by default, needs neither a file nor `init`", async (context) => {
  const { file } = await bundle(context, printError('Verigator.viaGateway("https://shop.example/2fa")'), {
    platform: "neutral",
    format: "esm",
    conditions: ["production"],
  });
  const { stdout } = await run(process.execPath, [file]);
  assert.equal(stdout, "created\n");
});
