/** The entry of Nitro for Workers where its configuration does not turn on wasm. */
import { noWasmInNitro } from "../compile-errors.js";
import { provide } from "./loading.js";

provide(() => {
  throw noWasmInNitro("verigator/PART");
});

export * from "./index.js";
