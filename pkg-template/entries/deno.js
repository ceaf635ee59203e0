import { provide } from "./loading.js";
import source module from "./PART.wasm";

provide(() => module);

export * from "./index.js";
