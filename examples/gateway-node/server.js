/** A gateway in Node without a framework. `PORT=8080 node server.js` serves it; your first factor fills `sessions`. */
import { createServer } from "node:http";
import { Readable } from "node:stream";
import { Verigator } from "verigator";
import { createGateway, memoryLimits } from "verigator/gateway";

const { VERIGATOR_USERNAME, VERIGATOR_PASSWORD, VERIGATOR_SERVICE_ID, SITE_ORIGIN, PORT } = process.env;

/** Maps the cookie `session` to `{ verigatorId, isVerified }`. */
export const sessions = new Map();

const gateway = createGateway({
  verigator: new Verigator(VERIGATOR_USERNAME, VERIGATOR_PASSWORD),
  serviceId: VERIGATOR_SERVICE_ID,
  limits: memoryLimits(),
  identify: (request) => sessionOf(request)?.verigatorId ?? null,
  address: (request) => request.headers.get("x-peer"),
  onVerified(request) {
    sessionOf(request).isVerified = true;
  },
});

export const server = createServer(async (incoming, outgoing) => {
  // A request that fetch does not allow, e.g. `CONNECT`, must not stop the process.
  const response = await answer(incoming).catch(() => new Response(null, { status: 400 }));
  outgoing.writeHead(response.status, [...response.headers].flat());
  outgoing.end(Buffer.from(await response.arrayBuffer()));
});

async function answer(incoming) {
  return (await gateway.handle(toRequest(incoming))) ?? new Response(null, { status: 404 });
}

function sessionOf(request) {
  const [, id] = /(?:^|; )session=([\w-]+)/.exec(request.headers.get("cookie") ?? "") ?? [];
  return sessions.get(id);
}

function toRequest(incoming) {
  const headers = new Headers(Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]));
  // Overwrites a header of the caller, so that nobody can choose the address that sends are counted for.
  headers.set("x-peer", incoming.socket.remoteAddress);
  const hasBody = !["GET", "HEAD"].includes(incoming.method);
  const body = hasBody ? Readable.toWeb(incoming) : undefined;
  return new Request(SITE_ORIGIN + incoming.url, { method: incoming.method, headers, body, duplex: "half" });
}

if (PORT) server.listen(Number(PORT), "127.0.0.1");
