/** Frameworks with a server and pages, each with its dev server and its build. */
import { externalPackage, init, nitroWasm, nothing } from "../needs.mjs";
import { runCommands, runOneFile, runPage, runServer } from "../runners.mjs";

/** Nothing on the server, and `init` in pages. */
const usual = { server: nothing, page: init };

/** The routes of Next.js: handlers, pages of both routers, a Server Component and a Server Action. */
const nextRoutes = {
  paths: ["/api/node", "/api/edge", "/api/legacy", "/api/cached", "/api/context"],
  serverPages: ["/server", "/action", "/legacy"],
  pages: ["/"],
  elementPages: ["/element"],
};
const nextBuild = (bundler) =>
  runServer("next start --hostname 127.0.0.1 --port PORT", { build: `next build ${bundler}`, ...nextRoutes });
const nextDev = (bundler) =>
  runServer(`next dev ${bundler} --hostname 127.0.0.1 --port PORT`.replace("  ", " "), nextRoutes);

const viteDev = runServer("vite --host 127.0.0.1 --port PORT --strictPort", { pages: ["/"] });
const viteServer = runOneFile(
  "vite build --ssr server.js --config vite.ssr.config.js --outDir OUT --emptyOutDir",
  "server.js",
);
const viteBuild = (browsers) => runPage("vite build", { browsers, root: "dist" });

const routes = { paths: ["/api"], pages: ["/"] };
const svelteKitRoutes = { ...routes, elementPages: ["/element"] };
const svelteKitDev = runServer("vite dev --host 127.0.0.1 --port PORT", svelteKitRoutes);
const svelteKitBuild = runServer("node build", { build: "vite build", ...svelteKitRoutes });
const reactRouterDev = runServer("react-router dev --host 127.0.0.1 --port PORT", routes);
const reactRouterBuild = runServer("react-router-serve build/server/index.js", {
  build: "react-router build",
  ...routes,
});
const astroDev = runServer("astro dev --host 127.0.0.1 --port PORT", routes);
const astroBuild = runServer("node dist/server/entry.mjs", { build: "astro build", ...routes });
const nuxtRoutes = { paths: ["/api/flow"], pages: ["/"], elementPages: ["/element"] };
const nuxtDev = runServer("nuxt dev --host 127.0.0.1 --port PORT", nuxtRoutes);
const nuxtBuild = runServer("node .output/server/index.mjs", { build: "nuxt build", ...nuxtRoutes });
const nuxtWorker = runServer("wrangler dev --ip 127.0.0.1 --port PORT", {
  build: "nuxt build --preset cloudflare_module",
  ...nuxtRoutes,
});

export const frameworks = [
  {
    title: "Next.js {next}, webpack or Turbopack: routes, edge routes, Server Components and Actions, both routers",
    inReadme: true,
    cells: [
      { name: "Next.js 16, Turbopack, build", folder: "next", ...usual, run: nextBuild("--turbopack") },
      { name: "Next.js 16, webpack, build", folder: "next", ...usual, run: nextBuild("--webpack") },
      { name: "Next.js 16, Turbopack, dev", folder: "next", ...usual, run: nextDev("--turbopack") },
      { name: "Next.js 16, webpack, dev", folder: "next", ...usual, run: nextDev("--webpack") },
      {
        name: "Next.js 15, Turbopack, build",
        folder: "next-15",
        sources: "next",
        ...usual,
        run: nextBuild("--turbopack"),
      },
      { name: "Next.js 15, webpack, build", folder: "next-15", sources: "next", ...usual, run: nextBuild("") },
      { name: "Next.js 15, Turbopack, dev", folder: "next-15", sources: "next", ...usual, run: nextDev("--turbopack") },
      { name: "Next.js 15, webpack, dev", folder: "next-15", sources: "next", ...usual, run: nextDev("") },
    ],
  },
  {
    title: "OpenNext for Cloudflare {@opennextjs/cloudflare}",
    packages: ["@opennextjs/cloudflare", "next", "wrangler"],
    inReadme: true,
    cells: [
      {
        name: "OpenNext for Cloudflare, build",
        folder: "opennext",
        server: externalPackage,
        page: init,
        run: runServer("wrangler dev --ip 127.0.0.1 --port PORT", { build: "opennextjs-cloudflare build", ...routes }),
      },
    ],
  },
  {
    title: "Vite {vite}",
    inReadme: true,
    cells: [
      {
        name: "Vite 8, build",
        folder: "vite",
        quick: true,
        page: init,
        run: viteBuild(["chromium", "firefox", "webkit"]),
      },
      { name: "Vite 8, dev", folder: "vite", page: init, run: viteDev },
      {
        name: "Vite 8, SSR",
        folder: "vite",
        server: nothing,
        run: runCommands("vite build --ssr server.js --outDir dist-server", "node dist-server/server.js"),
      },
      { name: "Vite 8, SSR, one file", folder: "vite", server: nothing, run: viteServer },
      { name: "Vite 7, build", folder: "vite-7", sources: "vite", page: init, run: viteBuild(["chromium"]) },
      { name: "Vite 7, dev", folder: "vite-7", sources: "vite", quick: true, page: init, run: viteDev },
      { name: "Vite 6, build", folder: "vite-6", sources: "vite", page: init, run: viteBuild(["chromium"]) },
      { name: "Vite 6, dev", folder: "vite-6", sources: "vite", page: init, run: viteDev },
      { name: "Vite 5, build", folder: "vite-5", sources: "vite", page: init, run: viteBuild(["chromium"]) },
      { name: "Vite 5, dev", folder: "vite-5", sources: "vite", page: init, run: viteDev },
      { name: "Vite 5, SSR, one file", folder: "vite-5", sources: "vite", server: nothing, run: viteServer },
    ],
  },
  {
    title: "SvelteKit {@sveltejs/kit}, React Router {react-router}, Astro {astro}, Nuxt {nuxt}",
    inReadme: true,
    cells: [
      { name: "SvelteKit 3, build", folder: "sveltekit", ...usual, run: svelteKitBuild },
      { name: "SvelteKit 3, dev", folder: "sveltekit", ...usual, run: svelteKitDev },
      { name: "SvelteKit 2, build", folder: "sveltekit-2", sources: "sveltekit", ...usual, run: svelteKitBuild },
      { name: "SvelteKit 2, dev", folder: "sveltekit-2", sources: "sveltekit", ...usual, run: svelteKitDev },
      { name: "React Router 8, build", folder: "react-router", ...usual, run: reactRouterBuild },
      { name: "React Router 8, dev", folder: "react-router", ...usual, run: reactRouterDev },
      {
        name: "React Router 7, build",
        folder: "react-router-7",
        sources: "react-router",
        ...usual,
        run: reactRouterBuild,
      },
      { name: "React Router 7, dev", folder: "react-router-7", sources: "react-router", ...usual, run: reactRouterDev },
      { name: "Astro 7, build", folder: "astro", ...usual, run: astroBuild },
      { name: "Astro 7, dev", folder: "astro", ...usual, run: astroDev },
      { name: "Nuxt 4, build", folder: "nuxt", ...usual, run: nuxtBuild },
      { name: "Nuxt 4, dev", folder: "nuxt", ...usual, run: nuxtDev },
      { name: "Nuxt 3, build", folder: "nuxt-3", sources: "nuxt", ...usual, run: nuxtBuild },
      { name: "Nuxt 3, dev", folder: "nuxt-3", sources: "nuxt", ...usual, run: nuxtDev },
    ],
  },
  {
    title: "Nuxt {nuxt} with the preset `cloudflare_module`",
    packages: ["nuxt", "wrangler"],
    cells: [
      { name: "Nuxt 4 on Workers, build", folder: "nuxt", server: nitroWasm, page: init, run: nuxtWorker },
      {
        name: "Nuxt 3 on Workers, build",
        folder: "nuxt-3",
        sources: "nuxt",
        server: nitroWasm,
        page: init,
        run: nuxtWorker,
      },
    ],
  },
  {
    title: "Angular {@angular/core}",
    packages: ["@angular/core", "@angular/build"],
    inReadme: true,
    cells: [
      {
        name: "Angular 22, build",
        folder: "angular",
        page: init,
        run: runPage("ng build", { browsers: ["chromium"], root: "dist/consumer/browser" }),
      },
      {
        name: "Angular 22, dev",
        folder: "angular",
        page: init,
        run: runServer("ng serve --host 127.0.0.1 --port PORT", { pages: ["/"] }),
      },
    ],
  },
];
