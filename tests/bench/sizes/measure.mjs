/** Measures the bundle sizes of this package and of other clients, as installed in `tests/bench`. */
import { builtinModules } from "node:module";
import { fileURLToPath } from "node:url";
import { platforms, weigh } from "./bundle.mjs";
import { weighPackage } from "./package.mjs";

/** What an app imports of each client to make its calls. */
const clients = {
  ofetch: 'export { ofetch } from "ofetch";',
  ky: 'export { default } from "ky";',
  Prelude: 'export { default } from "@prelude.so/sdk";',
  stytch: 'export { Client } from "stytch";',
  stripe: 'export { default } from "stripe";',
  openai: 'export { default } from "openai";',
  twilio: 'export { default } from "twilio";',
};

const builtIns = builtinModules.flatMap((name) => [name, `node:${name}`]);

export async function sizes() {
  const folder = fileURLToPath(new URL("..", import.meta.url));
  const weighed = { ...(await weighPackage(folder)), ...(await weighClients(folder)) };
  print(weighed);
  return weighed;
}

async function weighClients(folder) {
  const weighed = {};
  for (const [name, code] of Object.entries(clients)) {
    for (const platform of Object.keys(platforms)) {
      weighed[`${name}, ${platform}`] = await weighClient(code, platform, folder);
    }
  }
  return weighed;
}

/** Weighs a client. If it can only be bundled without Node's built-in modules, `needsNode` is true. */
async function weighClient(code, platform, folder) {
  try {
    return await weigh(code, platform, { folder });
  } catch {
    return { ...(await weigh(code, platform, { folder, external: builtIns })), needsNode: true };
  }
}

function print(weighed) {
  console.log("\nbundle, minified                 raw     gzip   brotli   (bytes; of which wasm)");
  for (const [name, { all, wasm, needsNode }] of Object.entries(weighed)) {
    const columns = ["raw", "gzip", "brotli"].map((kind) => String(all[kind]).padStart(8)).join(" ");
    const ofWhich = wasm.raw > 0 ? `   wasm ${wasm.raw} ${wasm.gzip} ${wasm.brotli}` : "";
    console.log(
      `  ${name.padEnd(26)} ${columns}${ofWhich}${needsNode ? "   without Node's built-in modules, which it needs" : ""}`,
    );
  }
}
