/** Functions that load what a page imported of client, sandbox and gateway. */
const parts = new Set();

/** Adds a part whose wasm a page has to await. `compile` resolves to its module; it is called again after a failure. */
export function addPart(packageName, { provide, load }, compile) {
  let module;
  let pending;
  provide(() => {
    if (module) return module;
    throw new Error(
      `${packageName} is not loaded yet: before its first use, \`await init()\` from "${packageName}", or import "${packageName}/inline", which ` +
        "needs no init",
    );
  });
  parts.add(async () => {
    module ??= await (pending ??= compile().finally(() => (pending = undefined)));
    load();
  });
}

/** Loads all parts that were imported so far. */
export async function init() {
  await Promise.all([...parts].map((loadPart) => loadPart()));
}
