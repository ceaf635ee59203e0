/** The Rust core, which decides everything, loaded when it is first needed. */
import * as glue from "./glue.js";
import { createLoader } from "../loader.js";

const { provide, load } = createLoader(glue.initSync);
export { provide };

/** Loads ahead of time what the first gateway would load. */
export const init = async () => load();

export function loadCore() {
  load();
  return glue;
}
