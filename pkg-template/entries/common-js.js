/** Becomes `inline.cjs`, the entry of Node and of every `require`. */
import { compileInline } from "../inline-wasm.js";
import { provide } from "./loading.js";

// Required on first use, so that an import parses no bytes. Bundlers follow it.
provide(() => compileInline(require("./wasm-base64.cjs"), "verigator/PART"));

export * from "./index.js";
