import { join } from "node:path";
import { provide } from "./classes.js";
import { readWasm } from "./read-wasm.js";

provide(() => readWasm(join(__dirname, "verigator.wasm"), "verigator"));

export * from "./index.js";
