/** Runs the Worker in workerd with the compatibility date in the argument, and prints its response. */
import { build } from "esbuild";
import { Miniflare } from "miniflare";

await build({
  entryPoints: ["worker.mjs"],
  bundle: true,
  format: "esm",
  conditions: ["workerd", "worker", "browser"],
  loader: { ".wasm": "copy" },
  outdir: "dist",
  outExtension: { ".js": ".mjs" },
});
const worker = new Miniflare({
  rootPath: "dist",
  scriptPath: "worker.mjs",
  modules: true,
  modulesRules: [{ type: "CompiledWasm", include: ["**/*.wasm"] }],
  compatibilityDate: process.argv[2],
  host: "127.0.0.1",
  cf: false,
});
const response = await worker.dispatchFetch("http://localhost/");
console.log(await response.text());
await worker.dispose();
