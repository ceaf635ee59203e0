import { init as load, provide } from "./classes.js";
import { createFetchedModule } from "./fetch-wasm.js";

const wasm = createFetchedModule(new URL("./verigator.wasm", import.meta.url), "verigator");
provide(wasm.module);

export * from "./index.js";

export async function init() {
  await wasm.fetch();
  await load();
}
