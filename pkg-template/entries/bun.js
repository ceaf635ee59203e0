import { readWasm } from "../read-wasm.js";
import { provide } from "./loading.js";
// So imported, the file becomes part of what `bun build --compile` makes.
import path from "./PART.wasm" with { type: "file" };

provide(() => readWasm(path, "verigator/PART"));

export * from "./index.js";
