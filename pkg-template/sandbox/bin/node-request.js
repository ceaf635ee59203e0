const maxBodyBytes = 256 * 1024 * 1024;

/** A request that is rejected before it reaches the sandbox. */
export class RejectedRequest extends Error {
  constructor(status, message, headers) {
    super(message);
    this.status = status;
    this.headers = headers;
  }
}

/** Converts a Node request to a web `Request`. */
export async function readRequest(incoming, { isExposed }) {
  const { method } = incoming;
  const hasBody = method !== "GET" && method !== "HEAD";
  const body = hasBody ? await readBody(incoming) : undefined;
  return createRequest(parseUrl(incoming), { method, headers: convertHeaders(incoming, isExposed), body });
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

/** Converts the headers. An exposed sandbox has host names that only its owner knows, so it cannot check them. */
function convertHeaders({ rawHeaders }, isExposed) {
  const headers = new Headers();
  for (let position = 0; position < rawHeaders.length; position += 2) {
    const name = rawHeaders[position].toLowerCase();
    if (!(isExposed && name === "host")) {
      headers.append(name, rawHeaders[position + 1]);
    }
  }
  return headers;
}

async function readBody(incoming) {
  const chunks = [];
  let length = 0;
  for await (const chunk of incoming) {
    length += chunk.length;
    if (length > maxBodyBytes) {
      throw new RejectedRequest(413, "expected a body of at most 256 MiB, got a larger one");
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
