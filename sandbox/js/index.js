/** The public names of `verigator/sandbox`. Each entry re-exports them after providing its runtime's way to load the wasm. */
export { init } from "./loading.js";
export { connectSandbox } from "./remote-sandbox.js";
export { Sandbox } from "./sandbox.js";
