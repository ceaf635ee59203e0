import * as verigator from "verigator";
import { runSuites } from "../suite/run.mjs";

/** Runs the suites in a page, or in a worker if this file is loaded as one. */
async function run({ urls, runtime }) {
  await verigator.init();
  return runSuites(verigator, urls, runtime);
}

globalThis.runSuites = run;

if (typeof document === "undefined") {
  globalThis.onmessage = async ({ data }) => globalThis.postMessage(await run(data));
}
