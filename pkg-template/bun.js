import { readWasm } from "./read-wasm.js";
import { provide } from "./classes.js";
// So imported, the file becomes part of what `bun build --compile` makes.
import path from "./verigator.wasm" with { type: "file" };

provide(() => readWasm(path, "verigator"));

export * from "./index.js";
