import { provide } from "./classes.js";
import module from "./verigator.wasm";

provide(() => module);

export * from "./index.js";
