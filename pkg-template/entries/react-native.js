import { noWebAssembly } from "../compile-errors.js";
import { provide } from "./loading.js";

provide(() => {
  throw noWebAssembly("verigator/PART");
});

export * from "./index.js";
