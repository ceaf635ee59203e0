/** The public names of `verigator/sandbox`. Each entry exports these, having said how its runtime gets hold of the wasm. */
export { init } from "./loading.js";
export { Sandbox } from "./sandbox.js";
