import { provide } from "./classes.js";
import { noWebAssembly } from "./compile-errors.js";

provide(() => {
  throw noWebAssembly("verigator");
});

export * from "./index.js";
