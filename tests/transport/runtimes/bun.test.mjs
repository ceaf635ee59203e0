import { bunProgram } from "./bun-program.mjs";
import { runProgram } from "./program.mjs";
import { runtimeTest } from "./report.mjs";

runtimeTest("client in Bun", (urls) =>
  runProgram(bunProgram(), ["run"], urls, { name: "bun", isBrowser: false, reportsNotConnected: true }),
);
