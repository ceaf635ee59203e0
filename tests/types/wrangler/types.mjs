/** Writes the types of the Workers runtime as `wrangler types` does: workerd itself generates them for a compatibility date. */
import { readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { Miniflare } from "miniflare";

const require = createRequire(import.meta.url);
const file = new URL("worker-configuration.d.ts", import.meta.url);
const compatibilityDate = "2026-01-01";

/** Starts workerd only if the file is of another version or date. */
export async function writeWorkersTypes() {
  const { version } = JSON.parse(await readFile(require.resolve("workerd/package.json"), "utf8"));
  const firstLine = `// Runtime types generated with workerd@${version} ${compatibilityDate}\n`;
  const written = await readFile(file, "utf8").catch(() => "");
  if (!written.startsWith(firstLine)) await writeFile(file, firstLine + (await generate()));
}

async function generate() {
  const script = await readFile(require.resolve("workerd/worker.mjs"), "utf8");
  const flags = { compatibilityDate: "2024-01-01", compatibilityFlags: ["nodejs_compat", "rtti_api"] };
  const miniflare = new Miniflare({ ...flags, modules: true, script, cf: false });
  try {
    const response = await miniflare.dispatchFetch(`http://localhost/${compatibilityDate}`);
    const text = await response.text();
    if (!response.ok) throw new Error(`expected the runtime's types from workerd, got ${response.status}: ${text}`);
    return text;
  } finally {
    await miniflare.dispose();
  }
}
