import { compileInline } from "../inline-wasm.js";
import { provide } from "./loading.js";
import base64 from "./wasm-base64.js";

provide(() => compileInline(base64, "verigator/PART"));

export * from "./index.js";
