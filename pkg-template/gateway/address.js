/** The IP address that a request comes from, as far as the server that the gateway runs on knows it. */

/** The addresses that were handed to `handle`. */
const noted = new WeakMap();

export function noteAddress(request, address) {
  noted.set(request, address);
}

/** The gateway's default. Only Cloudflare sets this header; elsewhere every caller can write it. */
export function knownAddress(request) {
  if (noted.has(request)) return noted.get(request);
  return isCloudflare() ? request.headers.get("cf-connecting-ip") : undefined;
}

function isCloudflare() {
  return globalThis.navigator?.userAgent === "Cloudflare-Workers";
}
