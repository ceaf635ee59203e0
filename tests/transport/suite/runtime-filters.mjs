/** Restricts cases to some runtimes. Other runtimes omit these cases instead of passing them. */

/** Restricts a case to pages and workers of browsers. */
export function inBrowsers(run) {
  return Object.assign(run, { isFor: ({ isBrowser }) => isBrowser });
}

/** Restricts a case to runtimes that are not browsers. */
export function outsideBrowsers(run) {
  return Object.assign(run, { isFor: ({ isBrowser }) => !isBrowser });
}

/** Restricts a case to the runtime with this name. */
export function onlyIn(name, run) {
  return Object.assign(run, { isFor: (runtime) => runtime.name === name });
}

/** Restricts a case to runtimes that have async contexts. */
export function withAsyncLocalStorage(run) {
  return Object.assign(run, { isFor: ({ AsyncLocalStorage }) => AsyncLocalStorage !== undefined });
}
