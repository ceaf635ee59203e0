/** Becomes `inline.cjs`, the entry of Node and of every `require`. */
import { compileInline, requireBase64 } from "../inline-wasm.js";
import { provide } from "./loading.js";

// Required on first use, so that an import parses no bytes. Bundlers follow it.
provide(() =>
  compileInline(
    requireBase64(() => require("./wasm-base64.cjs"), "verigator/PART"),
    "verigator/PART",
  ),
);

export * from "./index.js";
