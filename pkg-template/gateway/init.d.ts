/**
 * Loads the gateway's wasm, which the first gateway does by itself everywhere but in a browser: there this has to be awaited once before.
 * May be called again, also after a failure.
 *
 * @throws Error that says why the wasm could not be loaded, and how to mend it
 */
export function init(): Promise<void>;
