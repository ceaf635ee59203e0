import { provide } from "./core.js";
import source module from "./gateway.wasm";

provide(() => module);

export * from "./index.js";
