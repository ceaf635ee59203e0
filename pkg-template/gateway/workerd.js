import { provide } from "./core.js";
import module from "./gateway.wasm";

provide(() => module);

export * from "./index.js";
