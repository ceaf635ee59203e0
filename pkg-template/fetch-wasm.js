import { noWebAssembly, notCompiled } from "./compile-errors.js";

/** Every wasm file begins with these bytes: a zero and "asm". */
const MAGIC = [0x00, 0x61, 0x73, 0x6d];

/** Fetches a wasm file of the package and compiles it. `locate` returns its URL, which it derives from that of the script. */
export async function fetchWasm(locate, packageName) {
  if (typeof WebAssembly === "undefined") throw noWebAssembly(packageName);
  const url = find(locate, packageName);
  const bytes = await download(url, packageName);
  try {
    return await WebAssembly.compile(bytes);
  } catch (cause) {
    throw notCompiled(cause, { wasm: url, packageName });
  }
}

function find(locate, packageName) {
  try {
    return locate();
  } catch (cause) {
    throw new Error(
      `the wasm of ${packageName} could not be fetched (${cause.message}), since a classic script, which esbuild writes by default, has no ` +
        `import.meta.url; import "${packageName}/inline", which needs no file`,
      { cause },
    );
  }
}

async function download(url, packageName) {
  const response = await orNotFetched(url, packageName, () => fetch(url));
  if (!response.ok) throw notFetched(url, packageName, `status ${response.status}`);
  const bytes = new Uint8Array(await orNotFetched(url, packageName, () => response.arrayBuffer()));
  if (MAGIC.every((byte, index) => bytes[index] === byte)) return bytes;
  const type = response.headers.get("content-type") ?? "no content type";
  throw notFetched(url, packageName, `expected wasm, got ${type}`);
}

async function orNotFetched(url, packageName, act) {
  try {
    return await act();
  } catch (cause) {
    const why = `${cause.message}; if the page has a Content-Security-Policy, its connect-src has to allow it`;
    throw notFetched(url, packageName, why, cause);
  }
}

function notFetched(url, packageName, why, cause) {
  const advice = /vite\/deps/.test(url)
    ? 'add `optimizeDeps: { exclude: ["verigator"] }` to vite.config.js'
    : "copy it there from the package, since esbuild and Rollup don't";
  return new Error(
    `the wasm of ${packageName} could not be fetched from ${url} (${why}); ${advice}, or import "${packageName}/inline", which needs no file`,
    { cause },
  );
}
