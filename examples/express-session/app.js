/**
 * Login by plain forms with express-session, without JavaScript in the page: a password, then a PIN. Behind one proxy that ends TLS.
 * `TRUSTED_PROXIES=0` runs it without a proxy and TLS, on your own machine.
 */
import { promisify } from "node:util";
import express from "express";
import session from "express-session";
import { checkPin, isTrusted, sendPin, trustDevice } from "./verigator.js";

const { SESSION_SECRET, TRUSTED_PROXIES = "1" } = process.env;
const trustedProxies = Number(TRUSTED_PROXIES);
const hasTls = trustedProxies > 0;

/** The time limit from the password to the PIN. */
const firstFactorMs = 600_000;

const page = (content) =>
  `<!doctype html><html lang="en"><meta name="viewport" content="width=device-width"><title>Log in</title>${content}</html>`;

const passwordPage = (message = "") =>
  page(`<p role="status">${message}</p><form method="post" action="/login">
<label>Username <input name="username" autocomplete="username" required></label>
<label>Password <input name="password" type="password" autocomplete="current-password" required></label>
<button>Continue</button></form>`);

const pinPage = (message) =>
  page(`<p role="status">${message}</p><form method="post" action="/login/pin">
<label>PIN from the SMS <input name="pin" inputmode="numeric" autocomplete="one-time-code" required></label>
<label><input name="trust" type="checkbox"> Do not ask again on this device for 30 days</label>
<button>Log in</button></form>
<form method="post" action="/login/resend"><button>Send another SMS</button></form>`);

/** Whether a form is one of this site's. Forms of other sites could log a visitor out, or use up the limits of an address. Every current browser says one of both. */
function isOwnForm({ headers, protocol, host }) {
  const site = headers["sec-fetch-site"];
  return site === undefined ? headers.origin === `${protocol}://${host}` : site === "same-origin";
}

/** Gives the session a new id, to prevent session fixation. */
async function startSession(request, values) {
  await promisify(request.session.regenerate.bind(request.session))();
  Object.assign(request.session, values);
}

/** Returns the id of the user, at Verigator or at your site, who has passed the first factor, and no more. */
function passedFirstFactor({ session: { firstFactor } }) {
  return firstFactor && Date.now() < firstFactor.expiresAt ? firstFactor.verigatorId : undefined;
}

async function send(verigatorId, request, response) {
  try {
    const retryAfter = await sendPin(verigatorId, request.ip);
    if (!retryAfter) return response.send(pinPage("We have sent you an SMS."));
    response.status(429).set("retry-after", String(retryAfter));
    return response.send(pinPage(`Enter the PIN if you have one. You can get another SMS in ${retryAfter} seconds.`));
  } catch (error) {
    console.error(error);
    // The API may have sent the SMS before it failed.
    return response.status(503).send(pinPage("If an SMS arrives, enter its PIN. Otherwise request another one."));
  }
}

async function check(verigatorId, request, response) {
  try {
    const isRight = await checkPin(verigatorId, request.body?.pin, request.ip);
    if (!isRight) return response.status(401).send(pinPage("This PIN is wrong or has expired."));
    if (request.body.trust) await trustDevice(request, response, verigatorId);
  } catch (error) {
    console.error(error);
    return response.status(503).send(pinPage("We could not check the PIN. Try again, or request another SMS."));
  }
  return logIn(verigatorId, request, response);
}

async function logIn(userId, request, response) {
  await startSession(request, { userId });
  return response.redirect(303, "/account");
}

/** Your own first factor goes in: `checkPassword(username, password)` resolves to the id of the user, at Verigator or at your site, null if it is wrong. */
export function createApp(checkPassword) {
  const app = express();
  // The exact number of your proxies. Otherwise callers could choose the address that their limits count for.
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
  app.use(express.urlencoded({ extended: false }));

  app.use((request, response, next) =>
    request.method !== "POST" || isOwnForm(request) ? next() : response.sendStatus(403),
  );

  app.get("/login", (request, response) => response.send(passwordPage()));

  app.post("/login", async (request, response) => {
    const verigatorId = await checkPassword(request.body?.username, request.body?.password);
    if (!verigatorId) return response.status(401).send(passwordPage("Wrong username or password."));
    if (await isTrusted(request, verigatorId)) {
      await trustDevice(request, response, verigatorId);
      return logIn(verigatorId, request, response);
    }
    await startSession(request, { firstFactor: { verigatorId, expiresAt: Date.now() + firstFactorMs } });
    return send(verigatorId, request, response);
  });

  app.post("/login/resend", async (request, response) => {
    const verigatorId = passedFirstFactor(request);
    return verigatorId ? send(verigatorId, request, response) : response.redirect(303, "/login");
  });

  app.post("/login/pin", async (request, response) => {
    const verigatorId = passedFirstFactor(request);
    // After a second click the user may be logged in already.
    return verigatorId
      ? check(verigatorId, request, response)
      : response.redirect(303, request.session.userId ? "/account" : "/login");
  });

  app.get("/account", ({ session: { userId } }, response) => {
    if (userId) response.send(`logged in as ${userId}`);
    else response.sendStatus(401);
  });
  return app;
}
