import { readWasm } from "../read-wasm.js";
import required from "./node.cjs";

// Bundlers follow such a URL and bring the file along, but not the path that node.cjs reads. One that makes CommonJS of this has no URL.
if (import.meta.url) required.provide(() => readWasm(new URL("./PART.wasm", import.meta.url), "verigator/PART"));

export * from "./node.cjs";
