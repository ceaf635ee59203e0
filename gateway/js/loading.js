/** The Rust core, which makes all decisions. It is loaded on first use. */
import * as glue from "./glue.js";
import { createLoader } from "../loader.js";

const { provide, load } = createLoader(glue.initSync);
export { load, provide };

/** Loads the core before the first gateway needs it. */
export const init = async () => load();

export function loadCore() {
  load();
  return glue;
}
