/** The facts about a request that only the server knows: its IP address, and the request of Node's http. */

const connections = new WeakMap();

export function noteConnection(request, { address, nodeRequest }) {
  connections.set(request, { address, nodeRequest });
}

/** Lets a copy of a request have the same connection. */
export function copyConnection(request, copy) {
  noteConnection(copy, connectionOf(request));
  return copy;
}

function connectionOf(request) {
  return connections.get(request) ?? {};
}

/** The gateway's default for its option `address`. Only Cloudflare sets this header; elsewhere every caller can write it. */
export function knownAddress(request) {
  const { address } = connectionOf(request);
  return address ?? (isWorkerd() ? request.headers.get("cf-connecting-ip") : undefined);
}

/** The request of Node's http that `toNodeHandler` has made this one from. */
export function nodeRequest(request) {
  return connectionOf(request).nodeRequest;
}

/** Whether this is a Worker. Those with a compatibility date before 2022-03-21 have no navigator. */
export function isWorkerd() {
  return (
    globalThis.navigator?.userAgent === "Cloudflare-Workers" ||
    (globalThis.navigator === undefined && "WebSocketPair" in globalThis)
  );
}
