import { provide } from "./classes.js";
import { compileInline } from "./inline-wasm.js";
import base64 from "./wasm-base64.js";

provide(() => compileInline(base64, "verigator"));

export * from "./index.js";
