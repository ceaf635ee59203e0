import { createLoader } from "../loader.js";
import { Engine, initSync } from "./glue.js";

const { provide, load } = createLoader(initSync);

export { provide };

/** Loads the wasm ahead of time. Otherwise the first sandbox loads it. */
export async function init() {
  load();
}

export function createWasmEngine(options, matches) {
  load();
  return new Engine(JSON.stringify(options), drawEntropy(options), matches);
}

/** Some runtimes forbid randomness outside of a request, so none is drawn if there is a seed. */
function drawEntropy(options) {
  const entropy = new Uint8Array(32);
  return options.seed === undefined ? crypto.getRandomValues(entropy) : entropy;
}
