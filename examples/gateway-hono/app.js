/** A gateway in a Hono app. Your first factor sets the signed cookie `first-factor` to the user's Verigator id. */
import { Hono } from "hono";
import { parseSigned, serializeSigned } from "hono/utils/cookie";
import { Verigator } from "verigator";
import { createGateway, memoryLimits } from "verigator/gateway";

const { VERIGATOR_USERNAME, VERIGATOR_PASSWORD, VERIGATOR_SERVICE_ID, COOKIE_SECRET } = process.env;

const gateway = createGateway({
  verigator: new Verigator(VERIGATOR_USERNAME, VERIGATOR_PASSWORD),
  serviceId: VERIGATOR_SERVICE_ID,
  limits: memoryLimits(),
  async identify(request) {
    const cookies = await parseSigned(request.headers.get("cookie") ?? "", COOKIE_SECRET, "first-factor");
    return cookies["first-factor"] || null;
  },
  async onVerified(request, { userId }) {
    const flags = { path: "/", httpOnly: true, secure: true, sameSite: "Strict", maxAge: 3600 };
    return { "set-cookie": await serializeSigned("session", userId, COOKIE_SECRET, flags) };
  },
});

const app = new Hono();
app.all("/2fa/*", (context) => gateway.fetch(context.req.raw));
app.get("/account", async (context) => {
  const { session } = await parseSigned(context.req.header("cookie") ?? "", COOKIE_SECRET, "session");
  return session ? context.text(`logged in as ${session}`) : context.text("log in first", 401);
});

export default app;
