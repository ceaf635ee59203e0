import { AsyncLocalStorage } from "node:async_hooks";
import * as verigator from "verigator";
import { runSuites } from "../suite/run.mjs";
import { runtimeTest } from "./report.mjs";

runtimeTest("client in Node", (urls) =>
  runSuites(verigator, urls, { name: "node", isBrowser: false, reportsNotConnected: true, AsyncLocalStorage }),
);
