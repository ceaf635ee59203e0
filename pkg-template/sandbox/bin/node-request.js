const mebibyte = 1024 * 1024;
const maxApiBodyMib = 1;
const maxControlBodyMib = 64;

/** A request that is rejected before it reaches the sandbox. */
export class RejectedRequest extends Error {
  constructor(status, message, headers) {
    super(message);
    this.status = status;
    this.headers = headers;
  }
}

/** Returns whether a URL belongs to the control API, of the root or of a space. */
export function isControlUrl({ pathname }) {
  return /^(?:\/spaces\/[^/]+)?\/_sandbox\//.test(pathname);
}

/** Converts a Node request to a web `Request`. */
export async function readRequest(incoming) {
  const { method } = incoming;
  const url = parseUrl(incoming);
  const hasBody = method !== "GET" && method !== "HEAD";
  const body = hasBody ? await readBody(incoming, isControlUrl(url) ? maxControlBodyMib : maxApiBodyMib) : undefined;
  return createRequest(url, { method, headers: convertHeaders(incoming), body });
}

/** A `Request` cannot have the methods TRACE and CONNECT. */
function createRequest(url, init) {
  try {
    return new Request(url, init);
  } catch {
    throw new RejectedRequest(405, "expected GET, POST, PUT or DELETE, got another method", { allow: "DELETE, GET, POST, PUT" });
  }
}

/** Parses the target. The sandbox checks the `Host` header itself, so any host will do. */
function parseUrl({ url }) {
  try {
    return new URL(url.startsWith("/") ? `http://sandbox${url}` : url);
  } catch {
    throw new RejectedRequest(400, "expected a URL with a path");
  }
}

function convertHeaders({ rawHeaders }) {
  const headers = new Headers();
  for (let position = 0; position < rawHeaders.length; position += 2) {
    headers.append(rawHeaders[position], rawHeaders[position + 1]);
  }
  return headers;
}

/** Reads the body. It uses events, since leaving an async iteration early closes the connection before the response is sent. */
function readBody(incoming, maxMib) {
  const tooLarge = new RejectedRequest(413, `expected a body of at most ${maxMib} MiB, got a larger one`);
  const chunks = [];
  let length = 0;
  return new Promise((resolve, reject) => {
    if (Number(incoming.headers["content-length"]) > maxMib * mebibyte) reject(tooLarge);
    incoming.on("data", (chunk) => {
      length += chunk.length;
      if (length > maxMib * mebibyte) {
        incoming.pause().removeAllListeners("data");
        reject(tooLarge);
      } else {
        chunks.push(chunk);
      }
    });
    incoming.on("end", () => resolve(Buffer.concat(chunks)));
    incoming.on("error", reject);
  });
}
