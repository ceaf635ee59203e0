import { noWasmInNitro } from "../compile-errors.js";
import { provide } from "./loading.js";

provide(() => {
  throw noWasmInNitro("verigator/PART");
});

export * from "./index.js";
