import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { runProgram } from "./program.mjs";
import { runtimeTest } from "./report.mjs";

/** Returns Bun's program. The `bun` package copies it in an install script, which is not run here. */
function program() {
  const { resolve } = createRequire(createRequire(import.meta.url).resolve("bun/package.json"));
  return join(dirname(resolve(`@oven/bun-${process.platform}-${architecture()}/package.json`)), "bin/bun");
}

function architecture() {
  return process.arch === "arm64" ? "aarch64" : process.arch;
}

runtimeTest("client in Bun", (urls) =>
  runProgram(program(), ["run"], urls, { name: "bun", isBrowser: false, reportsNotConnected: true }),
);
