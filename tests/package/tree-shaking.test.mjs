import assert from "node:assert/strict";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const folder = fileURLToPath(new URL(".", import.meta.url));

/** Bundles a module with the given source, and returns the package's files in the bundle. */
async function filesIn(contents) {
  const { metafile } = await build({
    stdin: { contents, resolveDir: folder },
    absWorkingDir: folder,
    bundle: true,
    write: false,
    metafile: true,
    outdir: folder,
    format: "esm",
    platform: "browser",
    logLevel: "silent",
  });
  const [{ inputs }] = Object.values(metafile.outputs);
  const used = Object.entries(inputs).filter(([, { bytesInOutput }]) => bytesInOutput > 0);
  return used
    .map(([path]) => path)
    .filter((path) => path.startsWith("node_modules/"))
    .map((path) => path.replace("node_modules/verigator/", ""));
}

test("bundle of the client has no file of the sandbox or the gateway", async () => {
  const files = await filesIn('import { Verigator } from "verigator"; console.log(Verigator);');
  assert.ok(files.includes("glue.js"));
  assert.deepEqual(
    files.filter((file) => file.includes("/")),
    [],
  );
});

test("bundle of the sandbox has no file of the client", async () => {
  const files = await filesIn('import { Sandbox } from "verigator/sandbox"; console.log(Sandbox);');
  assert.ok(files.includes("sandbox/glue.js"));
  assert.deepEqual(files.filter((file) => !file.startsWith("sandbox/")).sort(), [
    "compile-errors.js",
    "fetch-wasm.js",
    "init.js",
    "loader.js",
  ]);
});

test("bundle of the login has no file of the element, and loads the client on demand", async () => {
  const files = await filesIn('import { createLogin } from "verigator/login"; console.log(createLogin);');
  for (const file of ["login/login.js", "login/connection.js", "glue.js"]) assert.ok(files.includes(file), file);
  assert.ok(!files.includes("login/element.js") && !files.includes("login/texts/en.js"));
});

test("bundle that only imports the element has it, since it defines the element", async () => {
  assert.ok((await filesIn('import "verigator/element";')).includes("login/element.js"));
  assert.deepEqual(await filesIn('import "verigator/login";'), []);
});

test("only a bundle that uses normalizePin has it", async () => {
  const unused = await filesIn('import { Verigator } from "verigator"; console.log(Verigator);');
  assert.ok(!unused.includes("normalize-pin.js"));
  const used = await filesIn(
    'import { Verigator, normalizePin } from "verigator"; console.log(Verigator, normalizePin);',
  );
  assert.ok(used.includes("normalize-pin.js"));
});

test("bundle of the client keeps the modules that locate its wasm", async () => {
  const files = await filesIn('import { Verigator, init } from "verigator"; console.log(Verigator, init);');
  for (const file of ["browser.js", "classes.js", "loader.js", "init.js", "fetch-wasm.js"])
    assert.ok(files.includes(file), file);
});
