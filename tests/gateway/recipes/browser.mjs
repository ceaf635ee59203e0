import { Verigator } from "verigator";

export const origin = "https://shop.example";

/**
 * Emulates a browser and the site's proxy, which terminates TLS and appends the browser's address to X-Forwarded-For. Its page may be one of another
 * origin.
 */
export function openBrowser(url, { address = "192.0.2.1", claimedAddress, pageOrigin = origin } = {}) {
  const cookies = new Map();

  async function browse(input, init) {
    const request = new Request(new URL(input, origin), init);
    const { pathname, host } = new URL(request.url);
    const headers = {
      ...Object.fromEntries(request.headers),
      ...(request.method !== "GET" && { origin: pageOrigin }),
      "sec-fetch-site": pageOrigin === origin ? "same-origin" : "cross-site",
      "x-forwarded-for": [claimedAddress, address].filter(Boolean).join(", "),
      "x-forwarded-proto": "https",
      "x-forwarded-host": host,
      cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join("; "),
    };
    const body = request.body ? await request.text() : undefined;
    const response = await fetch(url + pathname, { method: request.method, headers, body, redirect: "manual" });
    for (const cookie of response.headers.getSetCookie()) cookies.set(...cookie.split(";")[0].split(/=(.*)/s, 2));
    return response;
  }

  return {
    cookies,
    get: (path) => browse(path),
    post: (path, body, headers) =>
      browse(path, {
        method: "POST",
        headers: { "content-type": "application/json", ...headers },
        body: JSON.stringify(body ?? {}),
      }),
    /** Sends a form. */
    submit: (path, fields) => browse(path, { method: "POST", body: new URLSearchParams(fields) }),
    openPage: (options) => Verigator.viaGateway(`${origin}/2fa`, { fetch: browse, ...options }),
  };
}
