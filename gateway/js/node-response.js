/** Headers that an earlier middleware may have set, e.g. for a session, and whose values must stay. */
const accumulating = ["set-cookie", "vary"];

/** Sends a `Response` with Node's http. Does nothing if the connection is closed, or if something else has responded. */
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
