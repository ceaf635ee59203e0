import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { Miniflare } from "miniflare";

/** Bundles a Worker, and starts it in a new workerd process on loopback. `close` ends the process. */
export async function openWorker(file, options) {
  const folder = await mkdtemp(join(tmpdir(), "verigator-worker-"));
  await bundle(fileURLToPath(file), folder);
  const worker = new Miniflare({
    scriptPath: join(folder, basename(fileURLToPath(file))),
    modules: true,
    modulesRoot: folder,
    modulesRules: [{ type: "CompiledWasm", include: ["**/*.wasm"] }],
    compatibilityDate: "2026-01-01",
    host: "127.0.0.1",
    cf: false,
    ...options,
  });

  async function close() {
    await worker.dispose();
    await rm(folder, { recursive: true });
  }

  return { worker, close };
}

function bundle(entry, outdir) {
  return build({
    entryPoints: [entry],
    bundle: true,
    format: "esm",
    external: ["node:async_hooks"],
    conditions: ["workerd", "worker", "browser"],
    loader: { ".wasm": "copy" },
    outdir,
    outExtension: { ".js": ".mjs" },
  });
}
