import { provide } from "./loading.js";
import module from "./PART.wasm?module";

// The entry of Next.js and Nitro. Next.js passes a module of another realm, which the glue would take for bytes.
provide(() => Object.setPrototypeOf(module, WebAssembly.Module.prototype));

export * from "./index.js";
