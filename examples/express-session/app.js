/** Login by plain forms with express-session, without JavaScript in the page: a password, then a PIN. Behind one proxy that ends TLS. */
import { promisify } from "node:util";
import express from "express";
import session from "express-session";
import { checkPin, sendPin } from "./verigator.js";

const { SESSION_SECRET } = process.env;

/** The time limit from the password to the PIN. */
const firstFactorMs = 600_000;

const page = (content) => `<!doctype html><html lang="en"><meta name="viewport" content="width=device-width"><title>Log in</title>${content}</html>`;

const passwordPage = page(`<form method="post" action="/login">
<label>Username <input name="username" autocomplete="username" required></label>
<label>Password <input name="password" type="password" autocomplete="current-password" required></label>
<button>Continue</button></form>`);

const pinPage = (message) => page(`<p role="status">${message}</p><form method="post" action="/login/pin">
<label>PIN from the SMS <input name="pin" inputmode="numeric" autocomplete="one-time-code" required></label>
<button>Log in</button></form>
<form method="post" action="/login/resend"><button>Send another SMS</button></form>`);

/** Gives the session a new id, so that nobody can have chosen it before. */
async function startSession(request, values) {
  await promisify(request.session.regenerate.bind(request.session))();
  Object.assign(request.session, values);
}

/** Returns the Verigator id of the user who has passed the first factor, and no more. */
function passedFirstFactor({ session: { firstFactor } }) {
  return firstFactor && Date.now() < firstFactor.expiresAt ? firstFactor.verigatorId : undefined;
}

async function send(verigatorId, request, response) {
  const retryAfter = await sendPin(verigatorId, request.ip);
  if (retryAfter) response.status(429).set("retry-after", String(retryAfter)).send(pinPage(`You can get another SMS in ${retryAfter} seconds.`));
  else response.send(pinPage("We have sent you an SMS."));
}

/** Your own first factor goes in: `checkPassword(username, password)` resolves to the Verigator id of the user, null if it is wrong. */
export function createApp(checkPassword) {
  const app = express();
  // The exact number of your proxies. Otherwise callers could choose the address that their limits count for.
  app.set("trust proxy", 1);
  // In production pass a `store` to express-session: its default keeps the sessions of one process in memory.
  const cookie = { httpOnly: true, secure: true, sameSite: "strict" };
  app.use(session({ name: "__Host-session", secret: SESSION_SECRET, resave: false, saveUninitialized: false, cookie }));
  app.use(express.urlencoded({ extended: false }));

  app.get("/login", (request, response) => response.send(passwordPage));

  app.post("/login", async (request, response) => {
    const verigatorId = await checkPassword(request.body?.username, request.body?.password);
    if (!verigatorId) return response.status(401).send(passwordPage);
    await startSession(request, { firstFactor: { verigatorId, expiresAt: Date.now() + firstFactorMs } });
    return send(verigatorId, request, response);
  });

  app.post("/login/resend", async (request, response) => {
    const verigatorId = passedFirstFactor(request);
    return verigatorId ? send(verigatorId, request, response) : response.redirect(303, "/login");
  });

  app.post("/login/pin", async (request, response) => {
    const verigatorId = passedFirstFactor(request);
    if (!verigatorId) return response.redirect(303, "/login");
    if (!(await checkPin(verigatorId, request.body?.pin))) return response.status(401).send(pinPage("This PIN is wrong or has expired."));
    await startSession(request, { userId: verigatorId });
    return response.redirect(303, "/account");
  });

  app.get("/account", ({ session: { userId } }, response) => {
    if (userId) response.send(`logged in as ${userId}`);
    else response.sendStatus(401);
  });
  return app;
}
