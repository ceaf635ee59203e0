/** Serves the API on loopback, for gateways in other processes and gateways that use the global fetch. */
import { once } from "node:events";
import { createServer } from "node:http";
import { openApi } from "./sandbox-api.mjs";

/** Starts the API for one test. `hold` withholds the response to the next request, and resolves once that has arrived. */
export async function serveApi(t, name) {
  const api = await openApi(name);
  const held = [];
  let accepted = 0;
  const server = createServer(async (incoming, outgoing) => {
    const chunks = await incoming.toArray();
    const holding = held.shift();
    if (holding) return holding(outgoing);
    const body = chunks.length > 0 ? Buffer.concat(chunks) : undefined;
    const { host, connection, ...headers } = incoming.headers;
    const response = await api.sandbox.fetch(`https://api.example${incoming.url}`, {
      method: incoming.method,
      headers,
      body,
    });
    const text = await response.text();
    if (text.includes('"verified":true')) accepted += 1;
    outgoing.writeHead(response.status, Object.fromEntries(response.headers)).end(text);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  const url = `http://127.0.0.1:${server.address().port}`;
  return {
    ...api,
    environment: { ...api.environment, VERIGATOR_BASE_URL: url },
    /** How many PINs were right. */
    acceptedCount: () => accepted,
    hold: () => new Promise((resolve) => held.push(resolve)),
    account: {
      url,
      username: api.sandbox.username,
      password: api.sandbox.password,
      serviceId: api.service?.id,
    },
  };
}
