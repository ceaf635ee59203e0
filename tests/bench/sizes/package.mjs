/** The bundles of this package that are measured and that have a budget. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { platforms, weigh } from "./bundle.mjs";

const client = 'export { Verigator, VerigatorError, init } from "verigator";';
const sandbox = 'export { Sandbox, init } from "verigator/sandbox";';
const inline = 'export { Verigator, VerigatorError } from "verigator/inline";';

/** Returns the weights of each bundle, by name, of the package that is installed in a folder. */
export async function weighPackage(folder) {
  const read = (path) => readFile(join(folder, "node_modules/verigator", path));
  const [clientWasm, sandboxWasm] = await Promise.all([read("verigator.wasm"), read("sandbox/sandbox.wasm")]);
  const weighed = {};
  for (const platform of Object.keys(platforms)) {
    // Node's entry has the wasm as base64.
    weighed[`client, ${platform}`] = await weigh(client, platform, {
      folder,
      wasm: platform === "Node" ? [] : [clientWasm],
    });
  }
  weighed["client, inline"] = await weigh(inline, "browser", { folder });
  weighed["sandbox, browser"] = await weigh(sandbox, "browser", { folder, wasm: [sandboxWasm] });
  return weighed;
}
