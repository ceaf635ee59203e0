/** Every wasm file begins with these bytes: a zero and "asm". */
const MAGIC = [0x00, 0x61, 0x73, 0x6d];

/**
 * Fetches and compiles a wasm file ahead of its use, for runtimes that can't get at it synchronously.
 *
 * `fetch` may be called again, also while it is under way. After a failure it starts anew.
 */
export function createFetchedModule(url, packageName) {
  let compiled;
  let underWay;

  function module() {
    if (compiled) return compiled;
    throw new Error(`${packageName} is not loaded yet: \`await init()\` before the first use`);
  }

  async function fetchModule() {
    if (compiled) return;
    underWay ??= compile(url, packageName).finally(() => (underWay = undefined));
    compiled = await underWay;
  }

  return { module, fetch: fetchModule };
}

async function compile(url, packageName) {
  const response = await request(url, packageName);
  const bytes = new Uint8Array(await response.arrayBuffer());
  if (!MAGIC.every((byte, index) => bytes[index] === byte)) {
    const type = response.headers.get("content-type") ?? "of no content type";
    throw new Error(notLoaded(url, packageName, `the answer is no wasm (${type})`));
  }
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

async function request(url, packageName) {
  let response;
  try {
    response = await fetch(url);
  } catch (cause) {
    const why = `${cause.message}; a Content-Security-Policy has to allow it by connect-src`;
    throw new Error(notLoaded(url, packageName, why), { cause });
  }
  if (!response.ok) throw new Error(notLoaded(url, packageName, `status ${response.status}`));
  return response;
}

function notLoaded(url, packageName, why) {
  return (
    `the wasm file of ${packageName} could not be fetched from ${url} (${why}); ` +
    `serve it beside the package's JavaScript, or import "${packageName}/inline", which needs no file`
  );
}
