/** Sends a web `Response` as a Node response, or the message of a failure instead. A body that fails closes the connection. */
export async function sendResponse(response, outgoing, failure) {
  if (failure !== undefined) {
    sendError({ status: 507, message: failure }, outgoing);
    return;
  }
  if (isStreamed(response)) {
    await stream(response, outgoing);
    return;
  }
  const bytes = Buffer.from(await response.arrayBuffer());
  const headers = Object.fromEntries(response.headers);
  // Some old clients do not support chunked responses. 204 and 304 have no length.
  const length = mayHaveBody(response.status) ? { "content-length": bytes.length } : {};
  outgoing.writeHead(response.status, { ...headers, ...length });
  outgoing.end(bytes);
}

/** Sends a complete delivery of the engine. The connection closes if the request has a body, which is unread. */
export function sendDelivery({ status, headers, body }, incoming, outgoing) {
  const hasBody = incoming.headers["transfer-encoding"] !== undefined || Number(incoming.headers["content-length"] ?? 0) > 0;
  outgoing.writeHead(status, [...headers, ...(hasBody ? [["connection", "close"]] : [])].flat());
  outgoing.end(body);
}

/** Sends an error in the API's format. */
export function sendError({ status, message, headers }, outgoing) {
  outgoing.writeHead(status, { ...headers, "content-type": "application/json", connection: "close" });
  outgoing.end(JSON.stringify({ message }));
}

/** Returns whether the body has to be streamed: events, and truncated responses, which alone have a length already. */
function isStreamed({ headers }) {
  return headers.get("content-type") === "text/event-stream" || headers.has("content-length");
}

function mayHaveBody(status) {
  return status !== 204 && status !== 304;
}

async function stream(response, outgoing) {
  outgoing.writeHead(response.status, Object.fromEntries(response.headers));
  const reader = response.body.getReader();
  outgoing.on("close", () => reader.cancel().catch(() => {}));
  try {
    for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read()) {
      await write(outgoing, chunk.value);
    }
    outgoing.end();
  } catch {
    outgoing.destroy();
  }
}

function write(outgoing, bytes) {
  return new Promise((resolve, reject) => {
    outgoing.write(bytes, (error) => (error ? reject(error) : resolve()));
  });
}
