/** Errors of wasm that can't be compiled. Each says why, and what to change. */

/** Describes what the compiler threw: a Worker, a Content-Security-Policy, or else a damaged file. */
export function notCompiled(cause, { wasm, packageName }) {
  if (isWorker()) return notCompiledInWorker(cause, packageName);
  if (/CSP|security.?policy|unsafe-eval|embedder/i.test(cause.message)) {
    return new Error(
      `the Content-Security-Policy of this page forbids ${wasm} (${cause.message}); add 'wasm-unsafe-eval' to its script-src`,
      { cause },
    );
  }
  return new Error(
    `${wasm} is damaged (${cause.message}); expected the package's own bytes: install the package and deploy again`,
    { cause },
  );
}

function isWorker() {
  return globalThis.navigator?.userAgent === "Cloudflare-Workers" || "EdgeRuntime" in globalThis;
}

function notCompiledInWorker(cause, packageName) {
  return new Error(
    `a Worker compiles no wasm while it runs (${cause.message}); import "${packageName}" and bundle it with the condition "workerd", as wrangler ` +
      'does; with OpenNext, add `serverExternalPackages: ["verigator"]` to next.config.js',
    { cause },
  );
}

export function noWebAssembly(packageName) {
  return new Error(
    `${packageName} needs WebAssembly, which React Native and this runtime lack; call a server of your own that imports ${packageName}` +
      `, or, if a polyfill provides WebAssembly, import "${packageName}/inline"`,
  );
}

export function noWasmInNitro(packageName) {
  return new Error(
    `Nitro left the wasm of ${packageName} out of this bundle; add \`nitro: { experimental: { wasm: true } }\` to nuxt.config.ts or, on a host that ` +
      `compiles wasm while it runs, import "${packageName}/inline"`,
  );
}
