/** Sends an answer of the web's as one of Node's. An answer that breaks off breaks the connection. */
export async function send(response, outgoing) {
  if (isUnfinished(response)) {
    await stream(response, outgoing);
    return;
  }
  const bytes = Buffer.from(await response.arrayBuffer());
  const headers = Object.fromEntries(response.headers);
  // Some clients of old take no answer in chunks; 204 and 304 have no length at all.
  const length = mayHaveBody(response.status) ? { "content-length": bytes.length } : {};
  outgoing.writeHead(response.status, { ...headers, ...length });
  outgoing.end(bytes);
}

/** Sends an error in the words of the API. */
export function sendMessage({ status, message, headers }, outgoing) {
  outgoing.writeHead(status, { ...headers, "content-type": "application/json", connection: "close" });
  outgoing.end(JSON.stringify({ message }));
}

/** Events come as they happen; an answer that tells its length before it is read is one that breaks off. */
function isUnfinished({ headers }) {
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
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      await written(outgoing, part.value);
    }
    outgoing.end();
  } catch {
    outgoing.destroy();
  }
}

function written(outgoing, bytes) {
  return new Promise((resolve, reject) => {
    outgoing.write(bytes, (error) => (error ? reject(error) : resolve()));
  });
}
