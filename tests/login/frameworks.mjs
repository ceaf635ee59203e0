/** Bundles the examples with their frameworks, by esbuild and the frameworks' own compilers. The package itself is imported by the page's import map. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { build } from "esbuild";
import { compile as compileSvelte } from "svelte/compiler";
import { compileScript, parse } from "vue/compiler-sfc";

export const examples = join(import.meta.dirname, "../../examples");

const vue = {
  name: "vue",
  setup({ onLoad }) {
    onLoad({ filter: /\.vue$/ }, async ({ path }) => {
      const { descriptor } = parse(await readFile(path, "utf8"), { filename: path });
      const { content } = compileScript(descriptor, { id: "example", inlineTemplate: true });
      return { contents: content, resolveDir: import.meta.dirname };
    });
  },
};

const svelte = {
  name: "svelte",
  setup({ onLoad }) {
    onLoad({ filter: /\.svelte$/ }, async ({ path }) => {
      const { js } = compileSvelte(await readFile(path, "utf8"), { filename: path, generate: "client" });
      return { contents: js.code, resolveDir: import.meta.dirname };
    });
  },
};

/** The examples are outside of this project, which has their frameworks. */
const fromHere = {
  name: "from here",
  setup({ onResolve, resolve }) {
    onResolve({ filter: /^(react|vue|svelte)/ }, ({ path, kind, resolveDir }) => {
      if (!resolveDir.startsWith(examples)) return undefined;
      return resolve(path, { kind, resolveDir: import.meta.dirname });
    });
  },
};

/** Bundles a module that imports examples. */
export async function bundle(contents) {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: import.meta.dirname, loader: "jsx" },
    bundle: true,
    write: false,
    format: "esm",
    conditions: ["production"],
    define: {
      "process.env.NODE_ENV": '"production"',
      __VUE_OPTIONS_API__: "true",
      __VUE_PROD_DEVTOOLS__: "false",
      __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: "false",
    },
    jsx: "automatic",
    external: ["verigator", "verigator/*"],
    plugins: [vue, svelte, fromHere],
    logLevel: "silent",
  });
  return outputFiles[0].text;
}
