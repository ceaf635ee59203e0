import { join } from "node:path";
import { readWasm } from "../read-wasm.js";
import { provide } from "./core.js";

provide(() => readWasm(join(__dirname, "gateway.wasm"), "verigator/gateway"));

export * from "./index.js";
