import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { Miniflare } from "miniflare";
import { expectedSights } from "./flow.mjs";

let folder;
let worker;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), "verigator-worker-"));
  await build({
    entryPoints: [fileURLToPath(new URL("./worker.mjs", import.meta.url))],
    bundle: true,
    format: "esm",
    conditions: ["workerd", "worker", "browser"],
    loader: { ".wasm": "copy" },
    outdir: folder,
    outExtension: { ".js": ".mjs" },
  });
  worker = new Miniflare({
    scriptPath: join(folder, "worker.mjs"),
    modules: true,
    modulesRoot: folder,
    modulesRules: [{ type: "CompiledWasm", include: ["**/*.wasm"] }],
    compatibilityDate: "2026-01-01",
    host: "127.0.0.1",
    cf: false,
  });
});

after(async () => {
  await worker?.dispose();
  await rm(folder, { recursive: true });
});

test("flow runs in workerd", async () => {
  const response = await worker.dispatchFetch("http://localhost/");
  assert.deepEqual(await response.json(), expectedSights);
});
