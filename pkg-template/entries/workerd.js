import { provide } from "./loading.js";
import module from "./PART.wasm";

provide(() => module);

export * from "./index.js";
