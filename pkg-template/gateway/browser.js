import { createFetchedModule } from "../fetch-wasm.js";
import { init as load, provide } from "./core.js";

const wasm = createFetchedModule(new URL("./gateway.wasm", import.meta.url), "verigator/gateway");
provide(wasm.module);

export * from "./index.js";

export async function init() {
  await wasm.fetch();
  await load();
}
