/**
 * Auth.js in Express, behind one proxy that ends TLS. Auth.js starts a session only after both factors: a password, then a PIN.
 *
 * The page sends the password to `/login`, and the PIN to Auth.js: with `signIn("pin", { pin })`, or with the form at `/auth/signin`. It shows the
 * form for the PIN after a 204, and also after a 429, since an earlier PIN may still count, and a 503: the API may have sent the SMS before it failed.
 */
import { CredentialsSignin, ExpressAuth, getSession } from "@auth/express";
import Credentials from "@auth/express/providers/credentials";
import express from "express";
import { checkPin, identify, mint, sendPin } from "./verigator.js";

const { AUTH_SECRET } = process.env;

/** Holds the ticket between the two factors. It is no session: only a PIN turns it into one. */
const ticketCookie = "__Host-first-factor";
const cookieOptions = { httpOnly: true, secure: true, sameSite: "strict", path: "/" };

/** The header by which the address of the caller reaches Auth.js. */
const addressHeader = "x-client-address";

const readTicket = (cookies) => new RegExp(`(?:^|; )${ticketCookie}=([\\w.-]+)`).exec(cookies ?? "")?.[1];

/** Resolves to the id of the user, at Verigator or at your site, who passed the first factor, null for nobody. */
const findUser = (ticket) =>
  identify(new Request("https://site.invalid", { headers: { authorization: `Bearer ${ticket}` } }));

/** The PIN could not be checked. A page of your own shows a text for the `code` in its URL. */
class Unavailable extends CredentialsSignin {
  code = "unavailable";
}

const pinProvider = Credentials({
  id: "pin",
  name: "PIN",
  credentials: { pin: { label: "PIN from the SMS", autocomplete: "one-time-code", inputmode: "numeric" } },
  async authorize({ pin }, request) {
    const ticket = readTicket(request.headers.get("cookie"));
    const id = ticket && (await findUser(ticket));
    if (!id) return null;
    const isRight = await checkPin(id, pin, request.headers.get(addressHeader)).catch((error) => {
      console.error(error);
      throw new Unavailable();
    });
    return isRight ? { id } : null;
  },
});

const authConfig = {
  secret: AUTH_SECRET,
  trustHost: true,
  session: { strategy: "jwt", maxAge: 3600 },
  providers: [pinProvider],
  callbacks: { session: ({ session, token }) => ({ ...session, user: { id: token.sub } }) },
};

/** Your own first factor goes in: `checkPassword(username, password)` resolves to the id of the user, at Verigator or at your site, null if it is wrong. */
export function createApp(checkPassword) {
  const app = express();
  // The exact number of your proxies. Otherwise callers could choose the address that their limits count for.
  app.set("trust proxy", 1);
  app.use((request, response, next) => {
    // Auth.js makes its URLs of this header alone, and a proxy may have changed it.
    request.headers.host = request.host;
    request.headers[addressHeader] = request.ip;
    next();
  });
  // A regular expression, since Auth.js finds its base path with Express 4 and 5 then.
  app.use(/^\/auth\/(.*)/, ExpressAuth(authConfig));

  async function send(verigatorId, request, response) {
    try {
      const retryAfter = await sendPin(verigatorId, request.ip);
      if (retryAfter) response.set("retry-after", String(retryAfter)).sendStatus(429);
      else response.sendStatus(204);
    } catch (error) {
      console.error(error);
      response.sendStatus(503);
    }
  }

  app.post("/login", express.json(), async (request, response) => {
    const verigatorId = await checkPassword(request.body?.username, request.body?.password);
    if (!verigatorId) return response.sendStatus(401);
    const ticket = await mint(verigatorId);
    response.cookie(ticketCookie, ticket, cookieOptions);
    return send(verigatorId, request, response);
  });

  // The page calls it if no SMS arrived.
  app.post("/login/resend", async (request, response) => {
    const ticket = readTicket(request.headers.cookie);
    const verigatorId = ticket && (await findUser(ticket));
    return verigatorId ? send(verigatorId, request, response) : response.sendStatus(401);
  });

  app.get("/account", async (request, response) => {
    const session = await getSession(request, authConfig);
    if (session) response.send(`logged in as ${session.user.id}`);
    else response.sendStatus(401);
  });
  return app;
}
