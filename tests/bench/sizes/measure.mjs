import { weighOthers } from "./others.mjs";
import { weighPackage } from "./ours.mjs";

/** Weighs this package and the others, as they are installed in the bench's folder. */
export async function sizes() {
  const folder = new URL("..", import.meta.url).pathname;
  const weighed = { ...(await weighPackage(folder)), ...(await weighOthers(folder)) };
  console.log("\nbundle, minified                 raw     gzip   brotli   (bytes; of which wasm)");
  for (const [name, { all, wasm, needsNode }] of Object.entries(weighed)) {
    const columns = ["raw", "gzip", "brotli"].map((kind) => String(all[kind]).padStart(8)).join(" ");
    const ofWhich = wasm.raw > 0 ? `   wasm ${wasm.raw} ${wasm.gzip} ${wasm.brotli}` : "";
    console.log(`  ${name.padEnd(26)} ${columns}${ofWhich}${needsNode ? "   without Node's built-ins, which it needs" : ""}`);
  }
  return weighed;
}
