/** The bundles of this package that are measured and that have a budget. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { platforms, weigh } from "./bundle.mjs";

const client = 'export { Verigator, VerigatorError, init } from "verigator";';
const sandbox = 'export { Sandbox, init } from "verigator/sandbox";';
const login = 'export { createLogin } from "verigator/login";';
const element = 'export { VerigatorLoginElement } from "verigator/element";';
const form = 'export { createForm } from "./node_modules/verigator/login/form.js";';
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
  // What a page downloads before the client, which comes on demand, with the form of the element.
  const onDemand = { folder, isWhole: false };
  weighed["login, before the client"] = await weigh(login, "browser", onDemand);
  weighed["element, before the client"] = await weigh(element, "browser", onDemand);
  weighed["element, its form"] = await weigh(form, "browser", onDemand);
  return weighed;
}
