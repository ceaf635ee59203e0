import { Engine, initSync } from "./glue.js";

let load;
let isLoaded = false;

/**
 * Says how this runtime gets hold of the wasm, its bytes or its module. Nothing is loaded before the first sandbox is made.
 */
export function provide(loader) {
  load ??= loader;
}

export function createEngine(options) {
  if (!isLoaded) {
    if (!load) {
      throw new Error("the sandbox does not know where its wasm is: import it from verigator/sandbox");
    }
    initSync({ module: load() });
    isLoaded = true;
  }
  return new Engine(JSON.stringify(options), drawEntropy(options));
}

/** Some runtimes forbid randomness outside of a request, so it is drawn only where no seed stands for it. */
function drawEntropy(options) {
  const entropy = new Uint8Array(32);
  return options.seed === undefined ? crypto.getRandomValues(entropy) : entropy;
}
