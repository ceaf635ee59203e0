/** The entry of browsers for dev servers and Angular, which lose the wasm file. It needs `init` as well, so that no page forgets it. */
import { addPart, init } from "../init.js";
import { compileInline } from "../inline-wasm.js";
import { load, provide } from "./loading.js";
import base64 from "./wasm-base64.js";

addPart("verigator/PART", { provide, load }, async () => compileInline(base64, "verigator/PART"));

export { init };
export * from "./index.js";
