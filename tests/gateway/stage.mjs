/**
 * Lays the gateway out as the package has it, in target/gateway-package: run it after
 * `wasm-pack build gateway --target web --release --no-pack --out-dir ../target/wasm-pack/verigator_gateway`.
 */
import { copyFileSync, cpSync, mkdirSync, rmSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = fileURLToPath(new URL("../../", import.meta.url));
const stage = `${root}target/gateway-package/`;
const made = `${root}target/wasm-pack/verigator_gateway/verigator_gateway`;

rmSync(stage, { recursive: true, force: true });
mkdirSync(stage, { recursive: true });
copyFileSync(`${root}pkg-template/loader.js`, `${stage}loader.js`);
cpSync(`${root}pkg-template/gateway`, `${stage}gateway`, { recursive: true });
copyFileSync(`${made}.js`, `${stage}gateway/glue.js`);
copyFileSync(`${made}_bg.wasm`, `${stage}gateway/gateway.wasm`);
await build({
  entryPoints: [`${root}pkg-template/gateway/tickets.js`],
  outfile: `${stage}gateway/tickets.js`,
  bundle: true,
  format: "esm",
  platform: "neutral",
  mainFields: ["module", "main"],
  conditions: ["import"],
  target: "es2022",
  nodePaths: [fileURLToPath(new URL("../node_modules", import.meta.url))],
});
