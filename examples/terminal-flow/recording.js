/**
 * Wraps a fetch so that each request and its answer can be shown: method, path, status and the answer's body. The request's header and
 * body, which hold the credentials, the phone number and the PIN, are not kept.
 */
export function recording(send, show) {
  return async (url, init) => {
    const start = performance.now();
    const response = await send(url, init);
    const durationMs = performance.now() - start;
    const body = await response.clone().text();
    show({ method: init.method, path: new URL(url).pathname, status: response.status, body, durationMs });
    return response;
  };
}
