const largestBodyBytes = 256 * 1024 * 1024;

/** A request that never reaches the sandbox, since nothing could be made of it. */
export class UnreadableRequest extends Error {
  constructor(status, message, headers) {
    super(message);
    this.status = status;
    this.headers = headers;
  }
}

/** Reads a request of Node's as one of the web's. */
export async function readRequest(incoming, { isExposed }) {
  const { method } = incoming;
  const hasBody = method !== "GET" && method !== "HEAD";
  const body = hasBody ? await readBody(incoming) : undefined;
  return createRequest(addressOf(incoming), { method, headers: headersOf(incoming, isExposed), body });
}

/** The web's requests can't have the methods TRACE and CONNECT. */
function createRequest(address, init) {
  try {
    return new Request(address, init);
  } catch {
    throw new UnreadableRequest(405, "expected GET, POST, PUT or DELETE, got another method", { allow: "DELETE, GET, POST, PUT" });
  }
}

/** The host does not matter here: its header is judged by the sandbox. */
function addressOf({ url }) {
  try {
    return new URL(url.startsWith("/") ? `http://sandbox${url}` : url);
  } catch {
    throw new UnreadableRequest(400, "expected an address with a path, got something else");
  }
}

/** An exposed sandbox is reached by names that only its owner knows, so it can't judge the host. */
function headersOf({ rawHeaders }, isExposed) {
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
    if (length > largestBodyBytes) {
      throw new UnreadableRequest(413, "expected a body of at most 256 MiB, got a larger one");
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
