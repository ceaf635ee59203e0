const mebibyte = 1024 * 1024;
const maxApiBodyMib = 1;
const maxControlBodyMib = 64;
const emptyBody = new Uint8Array(0);
/** The methods that the Fetch Standard forbids, so that the server and the class respond alike. */
const forbiddenMethods = new Set(["CONNECT", "TRACE", "TRACK"]);

/** A request that is rejected before it reaches the sandbox. */
export class RejectedRequest extends Error {
  constructor(status, message, headers) {
    super(message);
    this.status = status;
    this.headers = headers;
  }
}

/** Returns whether a path belongs to the control API, of the root or of a space. */
export function isControlPath(path) {
  return /^(?:\/spaces\/[^/]+)?\/_sandbox\//.test(path);
}

/** Reads a request as the engine takes it. */
export async function readRequest(incoming) {
  const { method } = incoming;
  if (forbiddenMethods.has(method)) {
    throw new RejectedRequest(405, "expected GET, POST, PUT or DELETE, got another method", {
      allow: "DELETE, GET, POST, PUT",
    });
  }
  const { pathname: path, search } = parseUrl(incoming);
  const hasBody = method !== "GET" && method !== "HEAD";
  const body = hasBody ? await readBody(incoming, isControlPath(path) ? maxControlBodyMib : maxApiBodyMib) : emptyBody;
  return { method, path, target: path + search, headers: headersOf(incoming), body };
}

/** Returns alternating names and values. Node has joined headers of the same name, except for `Set-Cookie`. */
function headersOf({ headers }) {
  return Object.entries(headers).flatMap(([name, value]) => [name, String(value)]);
}

/** Parses the target. The sandbox checks the `Host` header itself, so any host will do. */
function parseUrl({ url }) {
  try {
    return new URL(url.startsWith("/") ? `http://sandbox${url}` : url);
  } catch {
    throw new RejectedRequest(400, "expected a URL with a path");
  }
}

/** Reads the body. It uses events, since leaving an async iteration early closes the connection before the response is sent. */
function readBody(incoming, maxMib) {
  const tooLarge = () => new RejectedRequest(413, `expected a body of at most ${maxMib} MiB, got a larger one`);
  const chunks = [];
  let length = 0;
  return new Promise((resolve, reject) => {
    if (Number(incoming.headers["content-length"]) > maxMib * mebibyte) reject(tooLarge());
    incoming.on("data", (chunk) => {
      length += chunk.length;
      if (length > maxMib * mebibyte) {
        incoming.pause().removeAllListeners("data");
        reject(tooLarge());
      } else {
        chunks.push(chunk);
      }
    });
    incoming.on("end", () => resolve(Buffer.concat(chunks)));
    incoming.on("error", reject);
  });
}
