/**
 * A gateway in Node without a framework, for one process. `createSite(checkPassword).listen(8080, "127.0.0.1")` serves it. Set TRUSTED_PROXIES to the
 * number of your proxies, one of which ends TLS.
 */
import { randomUUID } from "node:crypto";
import { createServer } from "node:http";
import { json } from "node:stream/consumers";
import { NumberVerification, Verigator } from "verigator";
import { createGateway, memoryLimits, toNodeHandler } from "verigator/gateway";

const {
  VERIGATOR_USERNAME,
  VERIGATOR_PASSWORD,
  VERIGATOR_BASE_URL,
  VERIGATOR_SERVICE_ID,
  VERIGATOR_API,
  TRUSTED_PROXIES,
} = process.env;

const account = [VERIGATOR_USERNAME, VERIGATOR_PASSWORD, { baseUrl: VERIGATOR_BASE_URL }];

/** Your database: the numbers of users in E.164, by their ids. Only Number Verification needs them here. */
export const phoneNumbers = new Map();

/** The API of your account: `VERIGATOR_API=number-verification`, or else Verigator. Keep the lines of yours. */
const api =
  VERIGATOR_API === "number-verification"
    ? {
        numberVerification: new NumberVerification(...account),
        phoneNumber: (userId) => phoneNumbers.get(userId) ?? null,
        // By the last line browsers know for which site the PIN is, and fill it in.
        verifyNumber: { template: "Your PIN:\n\n@shop.example #<PIN>" },
      }
    : { verigator: new Verigator(...account), serviceId: VERIGATOR_SERVICE_ID };

/** By the value of the cookie `__Host-session`: `{ userId }` after the first factor, `{ verifiedId }` after both. */
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
  ...api,
  limits: memoryLimits(),
  identify: (request) => sessions.get(readId(request.headers.get("cookie")))?.userId ?? null,
  onError: (error) => console.error(error),
  onVerified: ({ headers }, { userId }) => ({
    "set-cookie": startSession(headers.get("cookie"), { verifiedId: userId }, 3_600_000),
  }),
});

/** Your own first factor goes in: `checkPassword(username, password)` resolves to the user's id, at Verigator or at your site, null if it is wrong. */
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
    const userId = await checkPassword(body?.username, body?.password);
    if (!userId) return response.writeHead(401).end();
    return response.writeHead(204, { "set-cookie": startSession(cookie, { userId }, 600_000) }).end();
  }
}

function fail(error, response) {
  console.error(error);
  response.writeHead(500).end();
}
