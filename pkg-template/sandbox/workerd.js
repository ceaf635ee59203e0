import { provide } from "./loading.js";
import module from "./sandbox.wasm";

provide(() => module);

export * from "./index.js";
