import { provide } from "./classes.js";
import source module from "./verigator.wasm";

provide(() => module);

export * from "./index.js";
