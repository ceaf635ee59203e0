// esbuild and Rollup do not copy the wasm file, so the entries with the wasm inside are used.
import * as verigator from "verigator/inline";
import * as sandbox from "verigator/sandbox/inline";
import { flow } from "./flow.mjs";

window.result = flow(verigator, sandbox);
