/**
 * A gateway in Express, with the site's own session and with limits in Redis, behind one proxy that ends TLS. `TRUSTED_PROXIES=0` runs it without a
 * proxy and TLS, on your own machine.
 */
import { promisify } from "node:util";
import express from "express";
import session from "express-session";
import { createClient } from "redis";
import { NumberVerification, Verigator } from "verigator";
import { createGateway, nodeRequest, redisLimits, toNodeHandler } from "verigator/gateway";

const {
  VERIGATOR_USERNAME,
  VERIGATOR_PASSWORD,
  VERIGATOR_BASE_URL,
  VERIGATOR_SERVICE_ID,
  VERIGATOR_API,
  SESSION_SECRET,
  REDIS_URL,
  TRUSTED_PROXIES = "1",
} = process.env;
const trustedProxies = Number(TRUSTED_PROXIES);
const hasTls = trustedProxies > 0;

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

export const redis = await createClient({ url: REDIS_URL }).on("error", console.error).connect();

const gateway = createGateway({
  ...api,
  limits: redisLimits({ sendCommand: (...command) => redis.sendCommand(command) }),
  identify: (request) => nodeRequest(request).session.userId ?? null,
  onError: (error) => console.error(error),
  onVerified: (request, { userId }) => startSession(nodeRequest(request), { verifiedId: userId }),
});

/** Gives the session a new id, to prevent session fixation. */
async function startSession(request, values) {
  await promisify(request.session.regenerate.bind(request.session))();
  Object.assign(request.session, values);
}

/** Your own first factor goes in: `checkPassword(username, password)` resolves to the user's id, at Verigator or at your site, null if it is wrong. */
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
    const userId = await checkPassword(request.body?.username, request.body?.password);
    if (userId) await startSession(request, { userId });
    response.sendStatus(userId ? 204 : 401);
  });
  app.get("/account", ({ session: { verifiedId } }, response) => {
    if (verifiedId) response.send(`logged in as ${verifiedId}`);
    else response.sendStatus(401);
  });
  return app;
}
