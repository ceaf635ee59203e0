/**
 * A gateway in Express, with the site's own session and with limits in Redis, behind one proxy that ends TLS. `TRUSTED_PROXIES=0` runs it without a
 * proxy and TLS, on your own machine.
 */
import { promisify } from "node:util";
import express from "express";
import session from "express-session";
import { createClient } from "redis";
import { Verigator } from "verigator";
import { createGateway, nodeRequest, redisLimits, toNodeHandler } from "verigator/gateway";

const {
  VERIGATOR_USERNAME,
  VERIGATOR_PASSWORD,
  VERIGATOR_BASE_URL,
  VERIGATOR_SERVICE_ID,
  SESSION_SECRET,
  REDIS_URL,
  TRUSTED_PROXIES = "1",
} = process.env;
const trustedProxies = Number(TRUSTED_PROXIES);
const hasTls = trustedProxies > 0;

export const redis = await createClient({ url: REDIS_URL }).on("error", console.error).connect();

const gateway = createGateway({
  verigator: new Verigator(VERIGATOR_USERNAME, VERIGATOR_PASSWORD, { baseUrl: VERIGATOR_BASE_URL }),
  serviceId: VERIGATOR_SERVICE_ID,
  limits: redisLimits({ sendCommand: (...command) => redis.sendCommand(command) }),
  identify: (request) => nodeRequest(request).session.verigatorId ?? null,
  onError: (error) => console.error(error),
  onVerified: (request, { userId }) => startSession(nodeRequest(request), { verifiedId: userId }),
});

/** Gives the session a new id, to prevent session fixation. */
async function startSession(request, values) {
  await promisify(request.session.regenerate.bind(request.session))();
  Object.assign(request.session, values);
}

/** Your own first factor goes in: `checkPassword(username, password)` resolves to the Verigator id of the user, null if it is wrong. */
export function createApp(checkPassword) {
  const app = express();
  app.set("trust proxy", trustedProxies);
  // In production pass a `store` to express-session: its default keeps the sessions of one process in memory.
  const cookie = { httpOnly: true, secure: hasTls, sameSite: "strict" };
  app.use(
    session({
      name: hasTls ? "__Host-session" : "session",
      secret: SESSION_SECRET,
      resave: false,
      saveUninitialized: false,
      cookie,
    }),
  );
  app.use(toNodeHandler(gateway, { trustedProxies }));
  app.post("/login", express.json(), async (request, response) => {
    const verigatorId = await checkPassword(request.body?.username, request.body?.password);
    if (verigatorId) await startSession(request, { verigatorId });
    response.sendStatus(verigatorId ? 204 : 401);
  });
  app.get("/account", ({ session: { verifiedId } }, response) => {
    if (verifiedId) response.send(`logged in as ${verifiedId}`);
    else response.sendStatus(401);
  });
  return app;
}
