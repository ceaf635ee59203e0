/** Every consumer: where it lies, what it runs, and in which browsers. One line each. */
import { aGatewayRecipe } from "./gateway-recipe.mjs";
import { aCommand, aPage, aServer } from "./kinds.mjs";

const all = ["chromium", "firefox", "webkit"];

/** `quick` ones are part of `cargo xtask test`. */
export const consumers = [
  { name: "Node 20, ESM", folder: "node", quick: true, run: aCommand("node_modules/node-20-PLATFORM/bin/node main.mjs") },
  { name: "Node 20, CommonJS", folder: "node", quick: true, run: aCommand("node_modules/node-20-PLATFORM/bin/node main.cjs") },
  { name: "Node 22, ESM", folder: "node", quick: true, run: aCommand("node_modules/node-22-PLATFORM/bin/node main.mjs") },
  { name: "Node 22, CommonJS", folder: "node", run: aCommand("node_modules/node-22-PLATFORM/bin/node main.cjs") },
  { name: "Node 24, ESM", folder: "node", quick: true, run: aCommand("node_modules/node-24-PLATFORM/bin/node main.mjs") },
  { name: "Node 24, CommonJS", folder: "node", run: aCommand("node_modules/node-24-PLATFORM/bin/node main.cjs") },
  { name: "Deno", folder: "deno", quick: true, run: aCommand("deno run main.mjs") },
  { name: "Bun", folder: "bun", quick: true, run: aCommand("bun run main.mjs") },
  { name: "Bun, compiled", folder: "bun", run: aCommand("bun build --compile --outfile compiled main.mjs", "./compiled") },
  { name: "workerd, newest date", folder: "workerd", quick: true, run: aCommand("node main.mjs 2026-04-26") },
  { name: "workerd, old date", folder: "workerd", quick: true, run: aCommand("node main.mjs 2022-03-21") },
  { name: "wrangler", folder: "wrangler", run: aServer("wrangler dev --ip 127.0.0.1 --port PORT", { paths: ["/"] }) },
  { name: "esbuild", folder: "esbuild", quick: true, run: aPage("esbuild main.js --bundle --outfile=dist/main.js", { browsers: ["chromium"] }) },
  { name: "Vite, build", folder: "vite", quick: true, run: aPage("vite build", { browsers: all }) },
  { name: "Vite, dev", folder: "vite", run: aServer("vite --host 127.0.0.1 --port PORT --strictPort", { pages: ["/"] }) },
  { name: "webpack 5", folder: "webpack", quick: true, run: aPage("webpack --mode production", { browsers: ["chromium"] }) },
  { name: "Rollup", folder: "rollup", run: aPage("rollup main.js --plugin node-resolve --dir dist", { browsers: ["chromium"] }) },
  { name: "Next.js", folder: "next", run: aServer("next start --hostname 127.0.0.1 --port PORT", { build: "next build", paths: ["/api/node", "/api/edge"], pages: ["/"] }) },
  { name: "gateway in Next.js", folder: "gateway-next", run: aGatewayRecipe("next build", "next start --hostname 127.0.0.1 --port PORT") },
  { name: "gateway in SvelteKit", folder: "gateway-sveltekit", run: aGatewayRecipe("vite build", "node build") },
  { name: "Vitest, node and jsdom", folder: "vitest", run: aCommand("vitest run") },
  { name: "Jest", folder: "jest", run: aCommand("jest") },
  { name: "script module, strict CSP", folder: "page", quick: true, run: aPage(null, { browsers: all, path: "/script.html" }) },
  { name: "web worker", folder: "page", run: aPage(null, { browsers: all, path: "/web-worker.html" }) },
  { name: "service worker", folder: "page", run: aPage(null, { browsers: all, path: "/service-worker.html" }) },
];
