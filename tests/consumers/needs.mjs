/**
 * What a tool needs beyond the installed package: nothing, or one documented line. `error` is what the package says without the line. In it, PART stands
 * for the import that failed, and CAUSE for what the runtime or the server said.
 *
 * `text` is for the tables. A line of a file has `file` and `line`; without it the file has `instead`.
 */
export const nothing = { text: "nothing" };

export const init = {
  text: "`await init()`",
  error: 'PART is not loaded yet: before its first use, `await init()` from "PART", or import "PART/inline", which needs no init',
};

/** For pages whose tool loses the wasm file. */
export const inlineEntry = (file) => ({
  text: '`import … from "verigator/inline"`',
  error:
    "the wasm of PART could not be fetched from CAUSE (status 404); copy it there from the package, since esbuild and Rollup don't, " +
    'or import "PART/inline", which needs no file',
  file,
  line: '/inline"',
  instead: '"',
});

export const jestFixedJsdom = {
  text: '`testEnvironment: "jest-fixed-jsdom"` in jest.config.js',
  error:
    "PART needs TextDecoder, which this runtime lacks; in Jest's jsdom, begin the test with `/** @jest-environment node */`, or use the environment " +
    "jest-fixed-jsdom",
  file: "jest.config.js",
  line: '"jest-fixed-jsdom"',
  instead: '"jsdom"',
};

export const externalPackage = {
  text: '`serverExternalPackages: ["verigator"]` in next.config.js',
  error:
    'a Worker compiles no wasm while it runs (CAUSE); import "PART" and bundle it with the condition "workerd", as wrangler does; with OpenNext, add ' +
    '`serverExternalPackages: ["verigator"]` to next.config.js',
  file: "next.config.js",
  line: 'serverExternalPackages: ["verigator"]',
  instead: "",
};

export const nitroWasm = {
  text: "`nitro: { experimental: { wasm: true } }` in nuxt.config.js",
  error:
    "Nitro left the wasm of PART out of this bundle; add `nitro: { experimental: { wasm: true } }` to nuxt.config.js or, on a host that compiles wasm " +
    'while it runs, import "PART/inline"',
  file: "nuxt.config.js",
  line: "nitro: { experimental: { wasm: true } }",
  instead: "",
};

export const ownServer = {
  text: "no WebAssembly there: call your own server",
  error:
    "PART needs WebAssembly, which React Native and this runtime lack; call a server of your own that imports PART, or, if a polyfill provides " +
    'WebAssembly, import "PART/inline"',
};
