import { createFetchedModule } from "../fetch-wasm.js";
import { init as load, provide } from "./loading.js";

const wasm = createFetchedModule(new URL("./PART.wasm", import.meta.url), "verigator/PART");
provide(wasm.module);

export * from "./index.js";

export async function init() {
  await wasm.fetch();
  await load();
}
