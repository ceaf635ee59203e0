import { createLoader } from "../loader.js";
import { Engine, initSync } from "./glue.js";

const { provide, load } = createLoader(initSync);

export { load, provide };

/** Loads the wasm ahead of time. Otherwise the first sandbox loads it. */
export async function init() {
  load();
}

/** Creates the wasm engine. Without entropy it can check its options, but must not draw ids or PINs. */
export function createWasmEngine(options, entropy, matches) {
  load();
  return new Engine(options, entropy ?? noEntropy, matches);
}

const noEntropy = new Uint8Array(32);

/** Draws the entropy of a sandbox, of which one with a seed needs none. */
export function drawEntropy(options) {
  const hasSeed = Object.hasOwn(options, "seed") && options.seed !== undefined;
  return hasSeed ? noEntropy : crypto.getRandomValues(new Uint8Array(32));
}
