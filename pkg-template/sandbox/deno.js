import { provide } from "./loading.js";
import source module from "./sandbox.wasm";

provide(() => module);

export * from "./index.js";
