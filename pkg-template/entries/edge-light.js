import { provide } from "./loading.js";
import module from "./PART.wasm?module";

// Next.js hands over a module of another realm, which the glue would take for bytes.
provide(() => Object.setPrototypeOf(module, WebAssembly.Module.prototype));

export * from "./index.js";
