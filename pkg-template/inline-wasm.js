import { noWebAssembly, notCompiled } from "./compile-errors.js";

/** Compiles the wasm that a module of the package has as base64. */
export function compileInline(base64, packageName) {
  if (typeof WebAssembly === "undefined") throw noWebAssembly(packageName);
  if (typeof TextDecoder === "undefined") throw noTextDecoder(packageName);
  try {
    return new WebAssembly.Module(decode(base64));
  } catch (cause) {
    throw isWorker() ? notCompiledInWorker(cause, packageName) : notCompiled(cause, `the wasm of ${packageName}`);
  }
}

function decode(base64) {
  const { Buffer } = globalThis;
  if (Buffer) return Buffer.from(base64, "base64");
  const text = atob(base64);
  const bytes = new Uint8Array(text.length);
  for (let index = 0; index < text.length; index++) bytes[index] = text.charCodeAt(index);
  return bytes;
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

function noTextDecoder(packageName) {
  return new Error(
    `${packageName} needs TextDecoder, which this runtime lacks; in Jest's jsdom, begin the test with \`/** @jest-environment node */\`, or use ` +
      "the environment jest-fixed-jsdom",
  );
}
