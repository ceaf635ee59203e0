/** The other clients that are weighed: what an app imports of each to make its calls. */
import { builtinModules } from "node:module";
import { platforms, weigh } from "./bundle.mjs";

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

/** Weighs each client for each platform. One that only bundles without Node's built-ins has `needsNode` set. */
export async function weighOthers(folder) {
  const weighed = {};
  for (const [name, code] of Object.entries(clients)) {
    for (const platform of Object.keys(platforms)) {
      weighed[`${name}, ${platform}`] = await weighWithOrWithoutNode(code, platform, folder);
    }
  }
  return weighed;
}

async function weighWithOrWithoutNode(code, platform, folder) {
  try {
    return await weigh(code, platform, { folder });
  } catch {
    return { ...(await weigh(code, platform, { folder, external: builtIns })), needsNode: true };
  }
}
