/** What the server that the gateway runs on knows of a request beyond the request itself: its IP address, and Node's own request. */

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

function isCloudflare() {
  return globalThis.navigator?.userAgent === "Cloudflare-Workers";
}
