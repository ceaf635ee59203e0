import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

/** Bundles entries of this folder as a project for the runtime would. Returns the output folder, which is deleted when the test ends. */
export async function bundle(entries, conditions, context) {
  const folder = await mkdtemp(join(tmpdir(), "verigator-transport-"));
  context.after(() => rm(folder, { recursive: true }));
  await build({
    entryPoints: entries.map((entry) => fileURLToPath(new URL(entry, import.meta.url))),
    bundle: true,
    format: "esm",
    conditions,
    loader: { ".wasm": "copy" },
    outdir: folder,
    outExtension: { ".js": ".mjs" },
    logLevel: "error",
  });
  return folder;
}
