/**
 * Loads the sandbox's wasm. Required once in browsers before the first `new Sandbox()`; elsewhere the first sandbox loads it.
 * May be called again, also after a failure.
 *
 * @throws Error with the reason why the wasm could not be loaded, and the fix
 */
export function init(): Promise<void>;
