import { provide } from "./classes.js";
import bytes from "./verigator.wasm";

provide(() => bytes);

export * from "./index.js";
