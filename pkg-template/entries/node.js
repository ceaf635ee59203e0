import { join } from "node:path";
import { readWasm } from "../read-wasm.js";
import { provide } from "./loading.js";

provide(() => readWasm(join(__dirname, "PART.wasm"), "verigator/PART"));

export * from "./index.js";
