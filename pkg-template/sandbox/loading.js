import { createLoader } from "../loader.js";
import { Engine, initSync } from "./glue.js";

const { provide, load } = createLoader(initSync);

export { provide };

/** Loads ahead of time what the first sandbox would load. */
export async function init() {
  load();
}

export function createEngine(options) {
  load();
  return new Engine(JSON.stringify(options), drawEntropy(options));
}

/** Some runtimes forbid randomness outside of a request, so it is drawn only where no seed stands for it. */
function drawEntropy(options) {
  const entropy = new Uint8Array(32);
  return options.seed === undefined ? crypto.getRandomValues(entropy) : entropy;
}
