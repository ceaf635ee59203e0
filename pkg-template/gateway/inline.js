import { provide } from "./core.js";
import bytes from "./gateway.wasm";

provide(() => bytes);

export * from "./index.js";
