/** Becomes `inline.cjs`, the entry of Node and of every `require`. */
import { provide } from "./classes.js";
import { compileInline, requireBase64 } from "./inline-wasm.js";

// Required on first use, so that an import parses no bytes. Bundlers follow it.
provide(() =>
  compileInline(
    requireBase64(() => require("./wasm-base64.cjs"), "verigator"),
    "verigator",
  ),
);

export * from "./index.js";
