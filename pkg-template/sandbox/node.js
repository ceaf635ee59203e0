import { join } from "node:path";
import { readWasm } from "../read-wasm.js";
import { provide } from "./loading.js";

provide(() => readWasm(join(__dirname, "sandbox.wasm"), "verigator/sandbox"));

export * from "./index.js";
