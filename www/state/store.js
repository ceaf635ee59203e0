/** Creates an observable object. Subscribers are called with its value immediately and after each update. */
export function createStore(initial) {
  let value = initial;
  const subscribers = new Set();

  return {
    get value() {
      return value;
    },
    update(patch) {
      value = { ...value, ...patch };
      for (const notify of [...subscribers]) notify(value);
    },
    subscribe(notify) {
      subscribers.add(notify);
      notify(value);
    },
  };
}

/**
 * The keys contain the path of the page, so that two copies of it on one host do not share their state. Neither do two tabs, since the state of
 * the sandbox and that of the login only fit each other.
 */
const keyPrefix = `verigator demo ${new URL(".", document.baseURI).pathname} `;

/** Returns a value that was saved before a reload, or `undefined` if there is none or the browser grants no storage. */
export function loadItem(name) {
  try {
    return JSON.parse(sessionStorage.getItem(keyPrefix + name)) ?? undefined;
  } catch {
    return undefined;
  }
}

/** Saves a value across reloads. If the storage is full or unavailable, the page works without it. */
export function saveItem(name, value) {
  try {
    sessionStorage.setItem(keyPrefix + name, JSON.stringify(value));
  } catch {
    removeItem(name);
  }
}

/** Removes a saved value. */
export function removeItem(name) {
  try {
    sessionStorage.removeItem(keyPrefix + name);
  } catch {
    // Without storage there is nothing to remove.
  }
}

/**
 * Returns a function that runs `task` at most once at a time. Calls made during a run lead to one more run afterwards, so the last run
 * always sees the latest state. Failures are ignored: a task fails if the sandbox server is unreachable, and the page shows that already.
 */
export function coalesceRuns(task) {
  let running;
  let isRequested = false;

  async function runAll() {
    do {
      isRequested = false;
      await task().catch(() => {});
    } while (isRequested);
    running = undefined;
  }

  return () => {
    isRequested = true;
    running ??= runAll();
    return running;
  };
}
