/**
 * Loads the gateway's wasm. Call it once before the first `createGateway` in a browser; other runtimes load it by themselves. It may be
 * called again, also after a failure.
 *
 * @throws {Error} if the wasm can't be loaded; the message says why and how to fix it.
 */
export function init(): Promise<void>;
