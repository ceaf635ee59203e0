/** Every consumer: its folder, the commands or server that it runs, and its browsers. */
import { runGatewayRecipe } from "./gateway-recipe.mjs";
import { runCommands, runPage, runServer } from "./runners.mjs";

const all = ["chromium", "firefox", "webkit"];

/** The `quick` ones are part of `cargo xtask test`. */
export const consumers = [
  { name: "Node 20, ESM", folder: "node", quick: true, run: runCommands("node_modules/node-20-PLATFORM/bin/node main.mjs") },
  { name: "Node 20, CommonJS", folder: "node", quick: true, run: runCommands("node_modules/node-20-PLATFORM/bin/node main.cjs") },
  { name: "Node 22, ESM", folder: "node", quick: true, run: runCommands("node_modules/node-22-PLATFORM/bin/node main.mjs") },
  { name: "Node 22, CommonJS", folder: "node", run: runCommands("node_modules/node-22-PLATFORM/bin/node main.cjs") },
  { name: "Node 24, ESM", folder: "node", quick: true, run: runCommands("node_modules/node-24-PLATFORM/bin/node main.mjs") },
  { name: "Node 24, CommonJS", folder: "node", run: runCommands("node_modules/node-24-PLATFORM/bin/node main.cjs") },
  { name: "Deno", folder: "deno", quick: true, run: runCommands("deno run main.mjs") },
  { name: "Bun", folder: "bun", quick: true, run: runCommands("bun run main.mjs") },
  { name: "Bun, compiled", folder: "bun", run: runCommands("bun build --compile --outfile compiled main.mjs", "./compiled") },
  { name: "workerd, newest date", folder: "workerd", quick: true, run: runCommands("node main.mjs 2026-04-26") },
  { name: "workerd, old date", folder: "workerd", quick: true, run: runCommands("node main.mjs 2022-03-21") },
  { name: "wrangler", folder: "wrangler", run: runServer("wrangler dev --ip 127.0.0.1 --port PORT", { paths: ["/"] }) },
  { name: "esbuild", folder: "esbuild", quick: true, run: runPage("esbuild main.js --bundle --outfile=dist/main.js", { browsers: ["chromium"] }) },
  { name: "Vite, build", folder: "vite", quick: true, run: runPage("vite build", { browsers: all }) },
  { name: "Vite, dev", folder: "vite", run: runServer("vite --host 127.0.0.1 --port PORT --strictPort", { pages: ["/"] }) },
  { name: "webpack 5", folder: "webpack", quick: true, run: runPage("webpack --mode production", { browsers: ["chromium"] }) },
  { name: "Rollup", folder: "rollup", run: runPage("rollup main.js --plugin node-resolve --dir dist", { browsers: ["chromium"] }) },
  { name: "Next.js", folder: "next", run: runServer("next start --hostname 127.0.0.1 --port PORT", { build: "next build", paths: ["/api/node", "/api/edge"], pages: ["/"] }) },
  { name: "gateway in Next.js", folder: "gateway-next", run: runGatewayRecipe("next build", "next start --hostname 127.0.0.1 --port PORT") },
  { name: "gateway in SvelteKit", folder: "gateway-sveltekit", run: runGatewayRecipe("vite build", "node build") },
  { name: "Vitest, node and jsdom", folder: "vitest", run: runCommands("vitest run") },
  { name: "Jest", folder: "jest", run: runCommands("jest") },
  { name: "script module, strict CSP", folder: "page", quick: true, run: runPage(null, { browsers: all, path: "/script.html" }) },
  { name: "web worker", folder: "page", run: runPage(null, { browsers: all, path: "/web-worker.html" }) },
  { name: "service worker", folder: "page", run: runPage(null, { browsers: all, path: "/service-worker.html" }) },
];
