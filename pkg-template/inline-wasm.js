import { noWebAssembly, notCompiled } from "./compile-errors.js";

/** Compiles the wasm that a module of the package has as base64. */
export function compileInline(base64, packageName) {
  if (typeof WebAssembly === "undefined") throw noWebAssembly(packageName);
  if (typeof TextDecoder === "undefined") throw noTextDecoder(packageName);
  try {
    return new WebAssembly.Module(decode(base64));
  } catch (cause) {
    throw notCompiled(cause, { wasm: `the wasm of ${packageName}`, packageName });
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

function noTextDecoder(packageName) {
  return new Error(
    `${packageName} needs TextDecoder, which this runtime lacks; in Jest's jsdom, begin the test with \`/** @jest-environment node */\`, or use ` +
      "the environment jest-fixed-jsdom",
  );
}

/** Requires the base64 on first use. A deployment may have left its file behind. */
export function requireBase64(read, packageName) {
  try {
    return read();
  } catch (cause) {
    throw new Error(
      `the wasm of ${packageName} is missing (${cause.message}); deploy the package's wasm-base64.cjs too, or \`import\` "${packageName}/inline", ` +
        "which needs no other file",
      { cause },
    );
  }
}
