/** Creates a `Request` from one of Node's http, whose path and body depend on the middleware before it. */
import { addressOf, urlOf } from "./proxy-headers.js";

/** The headers that describe the body as it was sent, not as a body parser has decoded it. */
const bodyHeaders = ["content-length", "content-encoding", "transfer-encoding"];

/**
 * Returns the request and the address that it comes from; undefined if the Fetch Standard does not allow it: `TRACE`, `CONNECT`, `OPTIONS *`, a
 * malformed host, or a path that URLs spell differently. `onBodyError` gets the error if the body was read before and not kept.
 */
export function toRequest(incoming, { trustedProxies, signal, onBodyError }) {
  const url = urlOf(incoming, trustedProxies);
  if (!url) return undefined;
  const { method } = incoming;
  const hasBody = method !== "GET" && method !== "HEAD";
  // The parser of Express 4 leaves an empty object for a body that is not of its type, and does not read it.
  const wasRead = hasBody && incoming.readableDidRead;
  const streamOf = wasRead ? streamOfParsed : streamOfUnread;
  try {
    const headers = readHeaders(incoming.headers, wasRead ? bodyHeaders : []);
    const request = new Request(url, {
      method,
      headers,
      body: hasBody ? streamOf(incoming, onBodyError) : null,
      signal,
      duplex: "half",
    });
    return { request, address: addressOf(incoming, trustedProxies) };
  } catch {
    return undefined;
  }
}

function readHeaders(headers, leftOut) {
  // HTTP/2 has pseudo-headers such as `:path`, which `Headers` refuses.
  const kept = Object.entries(headers).filter(([name]) => !name.startsWith(":") && !leftOut.includes(name));
  return new Headers(kept.flatMap(([name, value]) => [value].flat().map((one) => [name, one])));
}

/** Streams the body that a parser has left, serialized on demand: most requests are not the gateway's. */
function streamOfParsed(incoming, onBodyError) {
  return new ReadableStream(
    {
      pull(controller) {
        try {
          controller.enqueue(bytesOf(incoming.body));
          controller.close();
        } catch (error) {
          onBodyError(error);
          controller.error(error);
        }
      },
    },
    { highWaterMark: 0 },
  );
}

function bytesOf(body) {
  if (body === undefined)
    throw new Error("expected the body in request.body, since it was read before the gateway; got undefined");
  return body instanceof Uint8Array
    ? body
    : new TextEncoder().encode(typeof body === "string" ? body : JSON.stringify(body));
}

/** Streams the body on demand. If it is not read to its end, the connection stays open. */
function streamOfUnread(incoming) {
  let chunks;
  const start = () => (chunks ??= incoming.iterator({ destroyOnReturn: false }));
  return new ReadableStream(
    {
      async pull(controller) {
        const { done, value } = await start().next();
        if (done) controller.close();
        else controller.enqueue(typeof value === "string" ? new TextEncoder().encode(value) : value);
      },
      async cancel() {
        await start().return();
        incoming.resume();
      },
    },
    { highWaterMark: 0 },
  );
}
