import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { Miniflare } from "miniflare";

/** Starts a Worker and times its first answer from outside, since its own clock stands still. The Worker is loaded by then, not run. */
export async function firstAnswer(name, url) {
  const folder = await mkdtemp(join(tmpdir(), "verigator-bench-"));
  await bundle(name, folder);
  const worker = new Miniflare({
    scriptPath: join(folder, name),
    modules: true,
    modulesRoot: folder,
    modulesRules: [{ type: "CompiledWasm", include: ["**/*.wasm"] }],
    compatibilityDate: "2026-01-01",
    bindings: { URL: url },
    host: "127.0.0.1",
    cf: false,
  });
  try {
    const start = performance.now();
    await worker.ready;
    const started = performance.now();
    await (await worker.dispatchFetch("http://localhost/")).json();
    return { "runtime and Worker start": started - start, "first call": performance.now() - started };
  } finally {
    await worker.dispose();
    await rm(folder, { recursive: true });
  }
}

function bundle(name, outdir) {
  return build({
    entryPoints: [fileURLToPath(new URL(name, import.meta.url))],
    bundle: true,
    format: "esm",
    conditions: ["workerd", "worker", "browser"],
    loader: { ".wasm": "copy" },
    outdir,
    outExtension: { ".js": ".mjs" },
  });
}
