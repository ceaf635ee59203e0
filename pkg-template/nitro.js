/** The entry of Nitro for Workers where its configuration does not turn on wasm. */
import { provide } from "./classes.js";
import { noWasmInNitro } from "./compile-errors.js";

provide(() => {
  throw noWasmInNitro("verigator");
});

export * from "./index.js";
