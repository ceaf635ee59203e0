import { createRequire } from "node:module";
import { dirname, join } from "node:path";

const { resolve } = createRequire(import.meta.url);
const folderOf = (name, find = resolve) => dirname(find(`${name}/package.json`));
const architecture = process.arch === "arm64" ? "aarch64" : process.arch;

/** Deno's program from npm, for the platform of CI. On other platforms, set DENO to its path. */
export const deno = process.env.DENO ?? join(folderOf("@deno/linux-x64-glibc"), "deno");

/** Bun's program. The `bun` package copies it in an install script, which is not run here. */
export const bun = join(
  folderOf(`@oven/bun-${process.platform}-${architecture}`, createRequire(resolve("bun/package.json")).resolve),
  "bin/bun",
);
