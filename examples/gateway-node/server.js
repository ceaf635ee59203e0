/**
 * A gateway in Node without a framework, for one process. `createSite(checkPassword).listen(8080, "127.0.0.1")` serves it. Set TRUSTED_PROXIES to the
 * number of your proxies, one of which ends TLS.
 */
import { randomUUID } from "node:crypto";
import { createServer } from "node:http";
import { json } from "node:stream/consumers";
import { Verigator } from "verigator";
import { createGateway, memoryLimits, toNodeHandler } from "verigator/gateway";

const { VERIGATOR_USERNAME, VERIGATOR_PASSWORD, VERIGATOR_BASE_URL, VERIGATOR_SERVICE_ID, TRUSTED_PROXIES } =
  process.env;

/** By the value of the cookie `__Host-session`: `{ verigatorId }` after the first factor, `{ verifiedId }` after both. */
const sessions = new Map();

const readId = (cookies) => /(?:^|; )__Host-session=([\w-]+)/.exec(cookies ?? "")?.[1];

/** Replaces the session of a `Cookie` header by one with a new id, to prevent session fixation. Returns the cookie to set. */
function startSession(cookies, session, lifetimeMs) {
  sessions.delete(readId(cookies));
  const id = randomUUID();
  sessions.set(id, session);
  setTimeout(() => sessions.delete(id), lifetimeMs).unref();
  return `__Host-session=${id}; Path=/; HttpOnly; Secure; SameSite=Strict`;
}

const gateway = createGateway({
  verigator: new Verigator(VERIGATOR_USERNAME, VERIGATOR_PASSWORD, { baseUrl: VERIGATOR_BASE_URL }),
  serviceId: VERIGATOR_SERVICE_ID,
  limits: memoryLimits(),
  identify: (request) => sessions.get(readId(request.headers.get("cookie")))?.verigatorId ?? null,
  onError: (error) => console.error(error),
  onVerified: ({ headers }, { userId }) => ({
    "set-cookie": startSession(headers.get("cookie"), { verifiedId: userId }, 3_600_000),
  }),
});

/** Your own first factor goes in: `checkPassword(username, password)` resolves to the Verigator id of the user, null if it is wrong. */
export function createSite(checkPassword) {
  // Behind a proxy all users would share the proxy's address, unless the number of proxies is set.
  const handleGateway = toNodeHandler(gateway, { trustedProxies: Number(TRUSTED_PROXIES ?? 0) });
  return createServer((request, response) => handleGateway(request, response, () => serveSite(request, response)));

  function serveSite(request, response) {
    if (request.method === "POST" && request.url === "/login")
      return logIn(request, response).catch((error) => fail(error, response));
    if (request.url !== "/account") return response.writeHead(404).end();
    const verifiedId = sessions.get(readId(request.headers.cookie))?.verifiedId;
    return verifiedId ? response.end(`logged in as ${verifiedId}`) : response.writeHead(401).end();
  }

  async function logIn(request, response) {
    const { "content-type": type, "content-length": length, cookie } = request.headers;
    if (type !== "application/json" || !(Number(length) <= 1000)) return response.writeHead(415).end();
    const body = await json(request).catch(() => null);
    const verigatorId = await checkPassword(body?.username, body?.password);
    if (!verigatorId) return response.writeHead(401).end();
    return response.writeHead(204, { "set-cookie": startSession(cookie, { verigatorId }, 600_000) }).end();
  }
}

function fail(error, response) {
  console.error(error);
  response.writeHead(500).end();
}
