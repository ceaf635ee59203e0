import { AsyncLocalStorage } from "node:async_hooks";
import * as verigator from "verigator";
import { runSuites } from "../suite/run.mjs";

// Runs the suites in Deno or Bun. Reads its input from the command line, and prints the results.
const { argv } = globalThis.process;
const [urls, runtime] = argv.slice(2).map((text) => JSON.parse(text));
console.log(JSON.stringify(await runSuites(verigator, urls, { ...runtime, AsyncLocalStorage })));
