import { fetchWasm } from "../fetch-wasm.js";
import { addPart, init } from "../init.js";
import { load, provide } from "./loading.js";

const fetchModule = () => fetchWasm(() => new URL("./PART.wasm", import.meta.url), "verigator/PART");
addPart("verigator/PART", { provide, load }, fetchModule);

export { init };
export * from "./index.js";
