/** Cases that hold in some runtimes only. The others don't have them at all, so that none passes without having shown anything. */

/** A case that pages and browsers' workers have. */
export function inBrowsers(run) {
  return Object.assign(run, { isFor: ({ isBrowser }) => isBrowser });
}

/** A case that all other runtimes have. */
export function outsideBrowsers(run) {
  return Object.assign(run, { isFor: ({ isBrowser }) => !isBrowser });
}

/** A case that the runtime of that name alone has. */
export function onlyIn(name, run) {
  return Object.assign(run, { isFor: (runtime) => runtime.name === name });
}
