/**
 * Wraps a fetch so that no runtime on a server sends a request again by itself. Node would after a 421, and Deno after it lost a kept connection, if they
 * could read the body twice. Bun would after it lost one that is kept.
 */
export function sendOnce(fetch) {
  return (url, init) => {
    if (init.body === undefined) return fetch(url, init);
    const body = new Blob([init.body]);
    init.headers.set("Content-Length", String(body.size));
    return fetch(url, { ...init, body: body.stream(), duplex: "half", keepalive: false });
  };
}
