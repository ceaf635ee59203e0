import { join } from "node:path";
import { Miniflare } from "miniflare";
import { bundle } from "./bundle.mjs";
import { runtimeTest } from "./report.mjs";

runtimeTest("client in workerd", async (urls, context) => {
  const folder = await bundle(["worker.mjs"], ["workerd", "worker", "browser"], context);
  const worker = new Miniflare({
    scriptPath: join(folder, "worker.mjs"),
    modules: true,
    modulesRoot: folder,
    modulesRules: [{ type: "CompiledWasm", include: ["**/*.wasm"] }],
    compatibilityDate: "2026-01-01",
    host: "127.0.0.1",
    cf: false,
  });
  context.after(() => worker.dispose());
  const runtime = { name: "workerd", isBrowser: false, tellsRefusal: false };
  const response = await worker.dispatchFetch("http://localhost/", { method: "POST", body: JSON.stringify({ urls, runtime }) });
  return response.json();
});
