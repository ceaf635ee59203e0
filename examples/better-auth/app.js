/**
 * Serves better-auth in Express, behind one proxy that ends TLS: `createApp(auth)`, with the `auth` of `phone-number.js` or `two-factor.js`.
 *
 * Create the tables before: those of better-auth with `getMigrations(auth.options)` of `better-auth/db/migration`, and that of the limits with
 * `pool.query(limits.createTable)`. Call `limits.deleteExpired()` once an hour.
 */
import { fromNodeHeaders, toNodeHandler } from "better-auth/node";
import express from "express";
import { addressHeader } from "./verigator.js";

export function createApp(auth) {
  const app = express();
  // The exact number of your proxies. Otherwise callers could choose the address that their limits count for.
  app.set("trust proxy", 1);
  app.use((request, response, next) => {
    request.headers[addressHeader] = request.ip;
    next();
  });
  app.all("/api/auth/{*path}", toNodeHandler(auth));
  app.get("/account", async (request, response) => {
    const session = await auth.api.getSession({ headers: fromNodeHeaders(request.headers) });
    if (session) response.send(`logged in as ${session.user.id}`);
    else response.sendStatus(401);
  });
  return app;
}
