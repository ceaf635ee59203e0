import { provide } from "./loading.js";
import bytes from "./sandbox.wasm";

provide(() => bytes);

export * from "./index.js";
