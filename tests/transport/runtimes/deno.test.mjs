import { createRequire } from "node:module";
import { runProgram } from "./program.mjs";
import { runtimeTest } from "./report.mjs";

const flags = ["run", "--quiet", "--no-config", "--no-lock", "--no-remote", "--node-modules-dir=manual", "--allow-net=127.0.0.1", "--allow-read"];
const { resolve } = createRequire(import.meta.url);

runtimeTest("client in Deno", (urls) => {
  const runtime = { name: "deno", isBrowser: false, tellsRefusal: false };
  return runProgram(process.execPath, [resolve("deno/bin.cjs"), ...flags], urls, runtime);
});
