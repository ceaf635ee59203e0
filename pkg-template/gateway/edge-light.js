import { provide } from "./core.js";
import module from "./gateway.wasm?module";

// Next.js hands over a module of another realm, which the glue would take for bytes.
provide(() => Object.setPrototypeOf(module, WebAssembly.Module.prototype));

export * from "./index.js";
