/** Every consumer: its folder, the commands or server that it runs, and its browsers. */
import { runGatewayRecipe } from "./gateway-recipe.mjs";
import { runCommands, runOneFile, runPage, runServer } from "./runners.mjs";

const all = ["chromium", "firefox", "webkit"];

/** The routes of Next.js: handlers, pages of both routers, a Server Component and a Server Action. */
const routes = { paths: ["/api/node", "/api/edge", "/api/legacy"], pages: ["/", "/server", "/action", "/legacy"] };
const nextBuild = (bundler) => runServer("next start --hostname 127.0.0.1 --port PORT", { build: `next build ${bundler}`, ...routes });
const nextDev = (bundler) => runServer(`next dev ${bundler} --hostname 127.0.0.1 --port PORT`.replace("  ", " "), routes);
const viteDev = runServer("vite --host 127.0.0.1 --port PORT --strictPort", { pages: ["/"] });
const viteServer = runOneFile("vite build --ssr server.js --config vite.ssr.config.js --outDir OUT --emptyOutDir", "server.js");

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
  { name: "esbuild, one file", folder: "node-bundlers", run: runOneFile("esbuild main.mjs --bundle --platform=node --format=cjs --outfile=OUT/main.cjs", "main.cjs") },
  { name: "tsup, one file", folder: "node-bundlers", run: runOneFile("tsup main.mjs --format esm --out-dir OUT", "main.js") },
  { name: "ncc, one file", folder: "node-bundlers", run: runOneFile("ncc build main.mjs --out OUT", "index.mjs") },
  { name: "Rollup, one file", folder: "node-bundlers", run: runOneFile(`rollup main.mjs --plugin 'node-resolve={exportConditions:["node"]}' --plugin commonjs --file OUT/main.mjs`, "main.mjs") },
  { name: "Bun, one file for Node", folder: "bun", run: runOneFile("bun build main.mjs --target=node --outfile OUT/main.mjs", "main.mjs") },
  { name: "esbuild", folder: "esbuild", quick: true, run: runPage("esbuild main.js --bundle --outfile=dist/main.js", { browsers: ["chromium"] }) },
  { name: "Vite 8, build", folder: "vite", quick: true, run: runPage("vite build", { browsers: all, root: "dist" }) },
  { name: "Vite 8, dev", folder: "vite", run: viteDev },
  { name: "Vite 8, SSR", folder: "vite", run: runCommands("vite build --ssr server.js --outDir dist-server", "node dist-server/server.js") },
  { name: "Vite 8, SSR, one file", folder: "vite", run: viteServer },
  { name: "Vite 7, build", folder: "vite-7", sources: "vite", run: runPage("vite build", { browsers: ["chromium"], root: "dist" }) },
  { name: "Vite 7, dev", folder: "vite-7", sources: "vite", quick: true, run: viteDev },
  { name: "Vite 6, build", folder: "vite-6", sources: "vite", run: runPage("vite build", { browsers: ["chromium"], root: "dist" }) },
  { name: "Vite 6, dev", folder: "vite-6", sources: "vite", run: viteDev },
  { name: "Vite 5, build", folder: "vite-5", sources: "vite", run: runPage("vite build", { browsers: ["chromium"], root: "dist" }) },
  { name: "Vite 5, dev", folder: "vite-5", sources: "vite", run: viteDev },
  { name: "Vite 5, SSR, one file", folder: "vite-5", sources: "vite", run: viteServer },
  { name: "webpack 5", folder: "webpack", quick: true, run: runPage("webpack --mode production", { browsers: ["chromium"] }) },
  { name: "webpack 5, development", folder: "webpack", run: runPage("webpack --mode development --devtool=false", { browsers: ["chromium"] }) },
  { name: "Rspack", folder: "rspack", run: runPage("rspack build --mode production", { browsers: ["chromium"] }) },
  { name: "Parcel", folder: "parcel", run: runPage("parcel build index.html --no-cache --no-source-maps", { browsers: ["chromium"], root: "dist" }) },
  { name: "Rollup", folder: "rollup", run: runPage("rollup main.js --plugin node-resolve --dir dist", { browsers: ["chromium"] }) },
  { name: "Next.js 16, Turbopack", folder: "next", run: nextBuild("--turbopack") },
  { name: "Next.js 16, webpack", folder: "next", run: nextBuild("--webpack") },
  { name: "Next.js 16, Turbopack, dev", folder: "next", run: nextDev("--turbopack") },
  { name: "Next.js 16, webpack, dev", folder: "next", run: nextDev("--webpack") },
  { name: "Next.js 15, Turbopack", folder: "next-15", sources: "next", run: nextBuild("--turbopack") },
  { name: "Next.js 15, webpack", folder: "next-15", sources: "next", run: nextBuild("") },
  { name: "Next.js 15, Turbopack, dev", folder: "next-15", sources: "next", run: nextDev("--turbopack") },
  { name: "Next.js 15, webpack, dev", folder: "next-15", sources: "next", run: nextDev("") },
  { name: "gateway in Next.js", folder: "gateway-next", run: runGatewayRecipe("next build", "next start --hostname 127.0.0.1 --port PORT") },
  { name: "gateway in SvelteKit", folder: "gateway-sveltekit", run: runGatewayRecipe("vite build", "node build") },
  { name: "Vitest, node and jsdom", folder: "vitest", run: runCommands("vitest run") },
  { name: "Jest, node and jsdom", folder: "jest", run: runCommands("jest flow.test.js jsdom.test.js") },
  { name: "Jest, ESM", folder: "jest", run: runCommands("node --experimental-vm-modules node_modules/jest/bin/jest.js --testMatch '**/*.esm.test.mjs'") },
  { name: "script module, strict CSP", folder: "page", quick: true, run: runPage(null, { browsers: all, path: "/script.html" }) },
  { name: "web worker", folder: "page", run: runPage(null, { browsers: all, path: "/web-worker.html" }) },
  { name: "service worker", folder: "page", run: runPage(null, { browsers: all, path: "/service-worker.html" }) },
];
