/** What of this package is weighed, and held to its budget. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { platforms, weigh } from "./bundle.mjs";

const client = 'export { Verigator, VerigatorError, init } from "verigator";';
const sandbox = 'export { Sandbox, init } from "verigator/sandbox";';
const inline = 'export { Verigator, VerigatorError } from "verigator/inline";';

/** Weighs the package that is installed in a folder: by name, the weights of each bundle. */
export async function weighPackage(folder) {
  const read = (path) => readFile(join(folder, "node_modules/verigator", path));
  const [clientWasm, sandboxWasm] = await Promise.all([read("verigator.wasm"), read("sandbox/sandbox.wasm")]);
  const weighed = {};
  for (const platform of Object.keys(platforms)) {
    weighed[`client, ${platform}`] = await weigh(client, platform, { folder, wasm: [clientWasm] });
  }
  weighed["client, inline"] = await weigh(inline, "browser", { folder });
  weighed["sandbox, browser"] = await weigh(sandbox, "browser", { folder, wasm: [sandboxWasm] });
  return weighed;
}
