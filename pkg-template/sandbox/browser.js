import { createFetchedModule } from "../fetch-wasm.js";
import { init as load, provide } from "./loading.js";

const wasm = createFetchedModule(new URL("./sandbox.wasm", import.meta.url), "verigator/sandbox");
provide(wasm.module);

export * from "./index.js";

export async function init() {
  await wasm.fetch();
  await load();
}
