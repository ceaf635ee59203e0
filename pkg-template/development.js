/** The entry of browsers for dev servers and Angular, which lose the wasm file. It needs `init` as well, so that no page forgets it. */
import { load, provide } from "./classes.js";
import { addPart, init } from "./init.js";
import { compileInline } from "./inline-wasm.js";
import base64 from "./wasm-base64.js";

addPart("verigator", { provide, load }, async () => compileInline(base64, "verigator"));

export { init };
export * from "./index.js";
