/** The client's wasm. It is loaded on first use. */
import * as glue from "./glue.js";
import { createLoader } from "./loader.js";

export const { load, provide } = createLoader(glue.initSync);

/** Loads the wasm, which the first constructor otherwise does. */
export const init = async () => load();
