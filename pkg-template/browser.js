import { load, provide } from "./classes.js";
import { fetchWasm } from "./fetch-wasm.js";
import { addPart, init } from "./init.js";

const fetchModule = () => fetchWasm(() => new URL("./verigator.wasm", import.meta.url), "verigator");
addPart("verigator", { provide, load }, fetchModule);

export { init };
export * from "./index.js";
