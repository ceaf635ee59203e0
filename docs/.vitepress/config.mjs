/** The settings of the documentation site. `cargo xtask docs --base PATH` sets DOCS_BASE, the path under which it is served. */
import { defineConfig } from "vitepress";
import llmstxt from "vitepress-plugin-llms";
import { sidebar } from "./sidebar.mjs";

const description =
  "Two-factor authentication with Messente's Number Verification and Verigator APIs in any JavaScript runtime, with a sandbox and a gateway";

const base = process.env.DOCS_BASE ?? "/";

export default defineConfig({
  title: "verigator",
  description,
  lang: "en",
  base,
  outDir: "../target/docs",
  // Generated pages are served as if they were beside the others. A pattern for all folders at once would confuse vitepress-plugin-llms.
  rewrites: {
    "generated/:page": ":page",
    "generated/reference/:page": "reference/:page",
    "generated/reference/api/:page": "reference/api/:page",
  },
  srcExclude: ["frameworks-table.md", "node_modules/**"],
  // The demo page is copied into the site after the build.
  ignoreDeadLinks: [/^\/demo\//],
  head: [
    ["link", { rel: "icon", type: "image/svg+xml", href: `${base}icon.svg` }],
    ["meta", { name: "theme-color", content: "#14613f" }],
  ],
  // These have enough contrast in comments.
  markdown: { theme: { light: "github-light-high-contrast", dark: "github-dark-default" } },
  vite: {
    plugins: [llmstxt({ description, title: "verigator", excludeIndexPage: false, injectLLMHint: false })],
    build: { chunkSizeWarningLimit: 2000 },
  },
  themeConfig: {
    logo: { src: "/icon.svg", alt: "" },
    search: { provider: "local" },
    outline: { level: [2, 3] },
    socialLinks: [],
    externalLinkIcon: true,
    nav: [
      { text: "Get started", link: "/getting-started" },
      { text: "Guides", link: "/guides/log-in", activeMatch: "/guides/" },
      { text: "Reference", link: "/reference/api/verigator", activeMatch: "/reference/" },
      { text: "Demo", link: "/demo/", target: "_self" },
    ],
    sidebar,
  },
});
