/**
 * Loads the package's wasm. Await it once before the first constructor in browsers; all other runtimes load the wasm on first use. You can call it
 * again, also after a failure.
 *
 * @throws {Error} if the wasm cannot be loaded. The message says why, and what to change.
 */
export function init(): Promise<void>;
