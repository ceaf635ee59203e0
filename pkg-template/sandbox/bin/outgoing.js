/** Sends an answer of the web's as one of Node's. An answer that breaks off breaks the connection. */
export async function send(response, outgoing) {
  outgoing.writeHead(response.status, Object.fromEntries(response.headers));
  if (!response.body) {
    outgoing.end();
    return;
  }
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

/** Sends an error in the words of the API. */
export function sendMessage(status, message, outgoing) {
  outgoing.writeHead(status, { "content-type": "application/json", connection: "close" });
  outgoing.end(JSON.stringify({ message }));
}

function written(outgoing, bytes) {
  return new Promise((resolve, reject) => {
    outgoing.write(bytes, (error) => (error ? reject(error) : resolve()));
  });
}
