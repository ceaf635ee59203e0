import { createRequire } from "node:module";
import { dirname, join } from "node:path";

/** Returns Bun's program. The `bun` package copies it in an install script, which is not run here. */
export function bunProgram() {
  const { resolve } = createRequire(createRequire(import.meta.url).resolve("bun/package.json"));
  return join(dirname(resolve(`@oven/bun-${process.platform}-${architecture()}/package.json`)), "bin/bun");
}

function architecture() {
  return process.arch === "arm64" ? "aarch64" : process.arch;
}
