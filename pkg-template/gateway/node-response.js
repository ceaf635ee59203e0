/** These may have been set by a middleware before, a session say, whose values must stay. */
const accumulating = ["set-cookie", "vary"];

/** Sends a response of fetch as one of Node's http. Does nothing if the connection is closed, or if something else has answered. */
export async function sendResponse(outgoing, response) {
  const body = new Uint8Array(await response.arrayBuffer());
  if (outgoing.headersSent || outgoing.destroyed) return;
  outgoing.statusCode = response.status;
  for (const [name, value] of response.headers) outgoing.setHeader(name, withEarlier(outgoing, name, value));
  outgoing.end(body);
}

function withEarlier(outgoing, name, value) {
  const earlier = accumulating.includes(name) ? outgoing.getHeader(name) : undefined;
  return earlier === undefined ? value : [earlier, value].flat();
}
