import { readWasm } from "../read-wasm.js";
import { provide } from "./core.js";
// So imported, the file becomes part of what `bun build --compile` makes.
import path from "./gateway.wasm" with { type: "file" };

provide(() => readWasm(path, "verigator/gateway"));

export * from "./index.js";
