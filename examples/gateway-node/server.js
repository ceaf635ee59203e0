/**
 * A gateway in Node without a framework. `PORT=8080 TRUSTED_PROXIES=1 node server.js` serves it behind a proxy that ends TLS. Your own first
 * factor calls `startSession` with the Verigator id of the user.
 */
import { randomUUID } from "node:crypto";
import { createServer } from "node:http";
import { Verigator } from "verigator";
import { createGateway, memoryLimits, toNodeHandler } from "verigator/gateway";

const { VERIGATOR_USERNAME, VERIGATOR_PASSWORD, VERIGATOR_BASE_URL, VERIGATOR_SERVICE_ID, PORT, TRUSTED_PROXIES } = process.env;

/** By the value of the cookie `__Host-session`: `{ verigatorId, isVerified }`. */
const sessions = new Map();

/** Starts a session under a new id, so that nobody can have chosen it before. Returns the cookie to set. */
export function startSession(session) {
  const id = randomUUID();
  sessions.set(id, session);
  return `__Host-session=${id}; Path=/; HttpOnly; Secure; SameSite=Strict`;
}

/** Finds the session of a `Cookie` header. */
export function findSession(cookies) {
  const [, id] = /(?:^|; )__Host-session=([\w-]+)/.exec(cookies ?? "") ?? [];
  return sessions.get(id);
}

const gateway = createGateway({
  verigator: new Verigator(VERIGATOR_USERNAME, VERIGATOR_PASSWORD, { baseUrl: VERIGATOR_BASE_URL }),
  serviceId: VERIGATOR_SERVICE_ID,
  limits: memoryLimits(),
  identify: (request) => findSession(request.headers.get("cookie"))?.verigatorId ?? null,
  onVerified: (request, { userId }) => ({ "set-cookie": startSession({ verigatorId: userId, isVerified: true }) }),
});

// Behind a proxy all users would share the proxy's address, unless the number of proxies is set.
export const server = createServer(toNodeHandler(gateway, { trustedProxies: Number(TRUSTED_PROXIES ?? 0) }));

if (PORT) server.listen(Number(PORT), "127.0.0.1");
