/** Bundles and minifies what an app imports, in the same way for every package, and weighs the result. */
import { basename } from "node:path";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { build } from "esbuild";

/** The platforms of the bundles, with esbuild's options for each. */
export const platforms = {
  Worker: {
    platform: "neutral",
    conditions: ["workerd", "worker", "browser"],
    mainFields: ["browser", "module", "main"],
  },
  browser: { platform: "browser" },
  Node: { platform: "node" },
};

/**
 * Returns the weights of the bundle's JavaScript, of its wasm, and of both.
 *
 * Bundles for browsers load the wasm by URL, which esbuild does not follow. `wasm` is the content of those files. Without `isWhole` a bundle lacks what is
 * imported on demand.
 */
export async function weigh(code, platform, { folder, wasm = [], external = [], isWhole = true }) {
  const { outputFiles } = await build({
    stdin: { contents: code, resolveDir: folder },
    bundle: true,
    minify: true,
    write: false,
    outdir: folder,
    format: "esm",
    target: "es2022",
    loader: { ".wasm": "copy" },
    logLevel: "silent",
    external,
    plugins: isWhole ? [] : [withoutDynamicImports],
    ...platforms[platform],
  });
  const isWasm = ({ path }) => basename(path).includes(".wasm");
  const copied = outputFiles.filter(isWasm).map(({ contents }) => contents);
  const glue = total(outputFiles.filter((file) => !isWasm(file)).map(({ contents }) => contents));
  const module = total(copied.length > 0 ? copied : wasm);
  return { glue, wasm: module, all: add(glue, module) };
}

const withoutDynamicImports = {
  name: "without dynamic imports",
  setup({ onResolve }) {
    onResolve({ filter: /./ }, ({ kind, path }) => (kind === "dynamic-import" ? { path, external: true } : undefined));
  },
};

function total(files) {
  return files.map(weights).reduce(add, { raw: 0, gzip: 0, brotli: 0 });
}

function weights(bytes) {
  return { raw: bytes.length, gzip: gzipSync(bytes, { level: 9 }).length, brotli: brotliCompressSync(bytes).length };
}

function add(one, other) {
  return { raw: one.raw + other.raw, gzip: one.gzip + other.gzip, brotli: one.brotli + other.brotli };
}
