/** Sends a delivery of the engine, or the message of a failure instead. */
export async function sendDelivery(delivery, { engine, outgoing, signal, failure }) {
  const { mode, status, headers, body } = delivery;
  if (failure !== undefined) {
    sendError({ status: 507, message: failure }, outgoing);
  } else if (mode === "connection") {
    outgoing.destroy();
  } else if (mode === "events") {
    outgoing.writeHead(status, headers.flat());
    await stream(engine.events(delivery.space).stream(signal), outgoing);
  } else if (mode === "truncated") {
    outgoing.writeHead(status, headers.flat());
    await write(outgoing, Buffer.from(body).subarray(0, delivery.sentBytes)).catch(() => {});
    outgoing.destroy();
  } else {
    // Some old clients do not support chunked responses. 204 and 304 have no length.
    const length = mayHaveBody(status) ? ["content-length", String(Buffer.byteLength(body))] : [];
    outgoing.writeHead(status, [...headers.flat(), ...length]);
    outgoing.end(body);
  }
}

/** Sends a rejection of the engine. The connection closes if the request has a body, which is unread. */
export function sendRejection({ status, headers, body }, incoming, outgoing) {
  const hasBody =
    incoming.headers["transfer-encoding"] !== undefined || Number(incoming.headers["content-length"] ?? 0) > 0;
  outgoing.writeHead(status, [...headers, ...(hasBody ? [["connection", "close"]] : [])].flat());
  outgoing.end(body);
}

/** Sends an error in the API's format. */
export function sendError({ status, message, headers }, outgoing) {
  outgoing.writeHead(status, {
    ...headers,
    "content-type": "application/json",
    "cache-control": "no-store",
    connection: "close",
  });
  outgoing.end(JSON.stringify({ message }));
}

function mayHaveBody(status) {
  return status !== 204 && status !== 304;
}

/** Sends the chunks of a stream until it ends. A stream that fails closes the connection, and one whose connection closes fails. */
async function stream(chunks, outgoing) {
  try {
    for await (const chunk of chunks) await write(outgoing, chunk);
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
