/** Every wasm file begins with these bytes: a zero and "asm". */
const MAGIC = [0x00, 0x61, 0x73, 0x6d];

/**
 * Fetches and compiles a wasm file ahead of its use, for runtimes that can't get at it synchronously.
 *
 * `fetch` may be called again, also while it is under way. After a failure it starts anew.
 */
export function createFetchedModule(url, packageName) {
  let compiled;
  let pending;

  function module() {
    if (compiled) return compiled;
    throw new Error(`${packageName} is not loaded yet: \`await init()\` before the first use`);
  }

  async function fetchModule() {
    if (compiled) return;
    pending ??= compile(url, packageName).finally(() => (pending = undefined));
    compiled = await pending;
  }

  return { module, fetch: fetchModule };
}

async function compile(url, packageName) {
  const bytes = await download(url, packageName);
  try {
    return await WebAssembly.compile(bytes);
  } catch (cause) {
    throw new Error(
      `the browser refused to compile ${url} (${cause.message}); where the page has a Content-Security-Policy, ` +
        "add 'wasm-unsafe-eval' to its script-src",
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
  throw notFetched(url, packageName, `the answer is no wasm but has ${type}`);
}

async function orNotFetched(url, packageName, act) {
  try {
    return await act();
  } catch (cause) {
    const why = `${cause.message}; where the page has a Content-Security-Policy, its connect-src has to allow it`;
    throw notFetched(url, packageName, why, cause);
  }
}

function notFetched(url, packageName, why, cause) {
  return new Error(
    `the wasm file of ${packageName} could not be fetched from ${url} (${why}); ` +
      `serve it beside the package's JavaScript, or import "${packageName}/inline", which needs no file`,
    { cause },
  );
}
