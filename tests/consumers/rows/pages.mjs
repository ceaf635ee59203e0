/** Pages by other bundlers, and without one. */
import { init, inlineForClassicScript, inlineForLostFile, nothing } from "../needs.mjs";
import { runPage } from "../runners.mjs";

const all = ["chromium", "firefox", "webkit"];
const chromium = { browsers: ["chromium"] };

export const pages = [
  {
    title: "Pages by esbuild, or by Rollup with `browser: true`",
    packages: ["esbuild", "rollup"],
    inReadme: true,
    cells: [
      {
        name: "esbuild",
        folder: "esbuild",
        quick: true,
        page: inlineForClassicScript,
        run: runPage("esbuild main.js --bundle --outfile=dist/main.js", chromium),
      },
      {
        name: "esbuild, ES module",
        folder: "esbuild",
        page: inlineForLostFile,
        run: runPage("esbuild main.js --bundle --format=esm --outfile=dist/main.js", chromium),
      },
      {
        name: "Rollup, browser: true",
        folder: "rollup-browser",
        page: inlineForLostFile,
        run: runPage("rollup main.js --plugin node-resolve={browser:true} --file dist/main.js", chromium),
      },
    ],
  },
  {
    title: "Pages by Rollup {rollup}, Parcel {parcel}",
    cells: [
      {
        name: "Rollup",
        folder: "rollup",
        page: nothing,
        run: runPage("rollup main.js --plugin node-resolve --dir dist", chromium),
      },
      {
        name: "Parcel",
        folder: "parcel",
        page: nothing,
        run: runPage("parcel build index.html --no-cache --no-source-maps", { ...chromium, root: "dist" }),
      },
    ],
  },
  {
    title: "Pages by webpack {webpack}, Rspack {@rspack/core}",
    cells: [
      {
        name: "webpack 5, production",
        folder: "webpack",
        quick: true,
        page: init,
        run: runPage("webpack --mode production", chromium),
      },
      {
        name: "webpack 5, development",
        folder: "webpack",
        page: init,
        run: runPage("webpack --mode development --devtool=false", chromium),
      },
      {
        name: "Rspack, production",
        folder: "rspack",
        page: init,
        run: runPage("rspack build --mode production", chromium),
      },
    ],
  },
  {
    title: "Pages without a bundler, web workers, service workers",
    packages: [],
    cells: [
      {
        name: "script module, strict CSP",
        folder: "page",
        quick: true,
        page: init,
        run: runPage(null, { browsers: all, path: "/script.html" }),
      },
      {
        name: "web worker",
        folder: "page",
        page: init,
        run: runPage(null, { browsers: all, path: "/web-worker.html" }),
      },
      {
        name: "service worker",
        folder: "page",
        page: init,
        run: runPage(null, { browsers: all, path: "/service-worker.html" }),
      },
    ],
  },
];
