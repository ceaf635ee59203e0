/**
 * Wraps a fetch, and passes each request and its response to `trace`: method, path, status, body of the response and duration. The request's
 * headers and body are left out, since they hold the credentials, the phone number and the PIN.
 */
export function tracedFetch(fetch, trace) {
  return async (url, init) => {
    const start = performance.now();
    const response = await fetch(url, init);
    const durationMs = performance.now() - start;
    const body = await response.clone().text();
    trace({ method: init.method, path: new URL(url).pathname, status: response.status, body, durationMs });
    return response;
  };
}
