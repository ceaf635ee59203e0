/**
 * Loads the wasm of one part once, when it is first needed. Importing a module does no I/O.
 *
 * The runtime's entry says by `provide` how it gets hold of the wasm: a function that returns a `WebAssembly.Module` or bytes.
 * `load` calls it. Where it throws, the next `load` tries again.
 */
export function createLoader(initSync) {
  let source;
  let isLoaded = false;

  function provide(next) {
    source = next;
  }

  function load() {
    if (isLoaded) return;
    initSync({ module: source() });
    isLoaded = true;
  }

  return { provide, load };
}
