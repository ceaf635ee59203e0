/**
 * What a reload of the page finds again. Each place where the page lies keeps its own, so that two of them on one host don't mix.
 * Where the browser grants no storage, or it is full, the page works without.
 */
const prefix = `verigator demo ${new URL(".", document.baseURI).pathname} `;

export function recall(name) {
  try {
    return JSON.parse(localStorage.getItem(prefix + name)) ?? undefined;
  } catch {
    return undefined;
  }
}

export function keep(name, value) {
  try {
    localStorage.setItem(prefix + name, JSON.stringify(value));
  } catch {
    forget(name);
  }
}

export function forget(name) {
  try {
    localStorage.removeItem(prefix + name);
  } catch {
    // Without storage there is nothing to forget.
  }
}
