import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { runProgram } from "./program.mjs";
import { runtimeTest } from "./report.mjs";

/** Deno's program from npm, for the platform of CI. On other platforms, set DENO to its path. */
const program =
  process.env.DENO ?? fileURLToPath(new URL("../../node_modules/@deno/linux-x64-glibc/deno", import.meta.url));
const flags = [
  "run",
  "--quiet",
  "--no-config",
  "--no-lock",
  "--no-remote",
  "--node-modules-dir=manual",
  "--allow-net=127.0.0.1",
  "--allow-read",
  "--v8-flags=--expose-gc",
];

runtimeTest("client in Deno", (urls) => {
  if (!existsSync(program)) throw new Error("Deno is missing: install it from deno.com and set DENO to its path");
  return runProgram(program, flags, urls, { name: "deno", isBrowser: false, reportsNotConnected: false });
});
