// Neither esbuild nor Rollup brings the wasm file along by itself.
import * as verigator from "verigator/inline";
import * as sandbox from "verigator/sandbox/inline";
import { flow } from "./flow.mjs";

window.sights = flow(verigator, sandbox);
