import { provide } from "./loading.js";
import bytes from "./PART.wasm";

provide(() => bytes);

export * from "./index.js";
