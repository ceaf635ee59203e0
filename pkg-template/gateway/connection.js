/** The facts about a request that only the server knows: its IP address, and the request of Node's http. */

const connections = new WeakMap();

export function noteConnection(request, connection) {
  connections.set(request, connection);
}

export function connectionOf(request) {
  return connections.get(request) ?? {};
}

/** The gateway's default for its option `address`. Only Cloudflare sets this header; elsewhere every caller can write it. */
export function knownAddress(request) {
  const { address } = connectionOf(request);
  return address ?? (isCloudflare() ? request.headers.get("cf-connecting-ip") : undefined);
}

/** The request of Node's http that `toNodeHandler` has made this one from. */
export function nodeRequest(request) {
  return connectionOf(request).nodeRequest;
}

/** Returns a function that warns the operator, the first time it is called, that addresses are not limited. */
export function createWarning() {
  let isDone = false;
  return () => {
    if (isDone) return;
    isDone = true;
    const message =
      "the gateway does not know the IP address of its callers, so it limits sends per user and globally only; " +
      "mount it with toNodeHandler, pass { address } to handle, or set the option address";
    if (globalThis.process?.emitWarning) process.emitWarning(message, { code: "VERIGATOR_NO_ADDRESS" });
    else console.warn(message);
  };
}

function isCloudflare() {
  return globalThis.navigator?.userAgent === "Cloudflare-Workers";
}
