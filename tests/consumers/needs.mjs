/**
 * What a tool needs beyond the installed package: nothing, or one documented line. `error` is what the package says without the line. In it, PART stands
 * for the import that failed, and CAUSE for what the runtime or the server said.
 *
 * `text` is for the tables. A line of a file is added by replacing `before` by `after` in it.
 */
export const nothing = { text: "nothing" };

export const init = {
  text: "`await init()`",
  error:
    'PART is not loaded yet: before its first use, `await init()` from "PART", or import "PART/inline", which needs no init',
};

const inlineEntry = {
  text: '`import … from "verigator/inline"`',
  file: "main.js",
  before: /(?<= from "verigator.*)";/g,
  after: '/inline";',
};

/** For pages whose tool leaves the wasm file behind. */
export const inlineForLostFile = {
  ...inlineEntry,
  error:
    "the wasm of PART could not be fetched from CAUSE (status 404); copy it there from the package, since esbuild and Rollup don't, " +
    'or import "PART/inline", which needs no file',
};

/** For pages whose tool writes a script that does not know its URL. */
export const inlineForClassicScript = {
  ...inlineEntry,
  error:
    "the wasm of PART could not be fetched (CAUSE), since a classic script, which esbuild writes by default, has no import.meta.url; " +
    'import "PART/inline", which needs no file',
};

export const jestFixedJsdom = {
  text: '`testEnvironment: "jest-fixed-jsdom"` in jest.config.js',
  error:
    "PART needs TextDecoder, which this runtime lacks; in Jest's jsdom, begin the test with `/** @jest-environment node */`, or use the environment " +
    "jest-fixed-jsdom",
  file: "jest.config.js",
  before: 'testEnvironment: "jsdom"',
  after: 'testEnvironment: "jest-fixed-jsdom"',
};

export const externalPackage = {
  text: '`serverExternalPackages: ["verigator"]` in next.config.js',
  error:
    'a Worker compiles no wasm while it runs (CAUSE); import "PART" and bundle it with the condition "workerd", as wrangler does; with OpenNext, add ' +
    '`serverExternalPackages: ["verigator"]` to next.config.js',
  file: "next.config.js",
  before: "{}",
  after: '{ serverExternalPackages: ["verigator"] }',
};

export const nitroWasm = {
  text: "`nitro: { experimental: { wasm: true } }` in nuxt.config.ts",
  error:
    "Nitro left the wasm of PART out of this bundle; add `nitro: { experimental: { wasm: true } }` to nuxt.config.ts or, on a host that compiles wasm " +
    'while it runs, import "PART/inline"',
  file: "nuxt.config.ts",
  before: " })",
  after: ", nitro: { experimental: { wasm: true } } })",
};

export const ownServer = {
  text: "no WebAssembly there: call your own server",
  error:
    "PART needs WebAssembly, which React Native and this runtime lack; call a server of your own that imports PART, or, if a polyfill provides " +
    'WebAssembly, import "PART/inline"',
};
