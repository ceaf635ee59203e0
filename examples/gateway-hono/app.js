/** A gateway in Hono that needs no session store: each cookie is a JWT that says what it is for and until when. Behind one proxy that ends TLS. */
import { Hono } from "hono";
import { sign, verify } from "hono/jwt";
import { parse } from "hono/utils/cookie";
import { NumberVerification, Verigator } from "verigator";
import { createGateway, memoryLimits } from "verigator/gateway";

const {
  VERIGATOR_USERNAME,
  VERIGATOR_PASSWORD,
  VERIGATOR_BASE_URL,
  VERIGATOR_SERVICE_ID,
  VERIGATOR_API,
  COOKIE_SECRET,
  SITE_ORIGIN,
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

/** How many seconds the cookie of each purpose is good for. */
const lifetimes = { "first-factor": 600, session: 3600 };

/** Makes a cookie. Your own first factor sets that of `first-factor` for the user's id, at Verigator or at your site. */
export async function makeCookie(purpose, userId) {
  const exp = Math.floor(Date.now() / 1000) + lifetimes[purpose];
  // The purpose is signed, too, so that neither cookie can be renamed to the other.
  const token = await sign({ sub: userId, aud: purpose, exp }, COOKIE_SECRET, "HS256");
  return `__Host-${purpose}=${token}; Path=/; Max-Age=${lifetimes[purpose]}; HttpOnly; Secure; SameSite=Strict`;
}

/** Gives the user of a cookie, null for one that is absent, forged, expired or made for something else. */
async function readCookie(request, purpose) {
  const name = `__Host-${purpose}`;
  const token = parse(request.headers.get("cookie") ?? "", name)[name] ?? "";
  const claims = await verify(token, COOKIE_SECRET, { alg: "HS256", aud: purpose }).catch(() => null);
  return claims?.sub ?? null;
}

const gateway = createGateway({
  ...api,
  limits: memoryLimits(),
  identify: (request) => readCookie(request, "first-factor"),
  // The proxy appends the address that it sees. Anything before that may be forged.
  address: (request) => request.headers.get("x-forwarded-for")?.split(",").at(-1),
  // The URL of a request has the scheme and host by which the proxy calls.
  allowedOrigins: [SITE_ORIGIN],
  onError: (error) => console.error(error),
  onVerified: async (request, { userId }) => ({ "set-cookie": await makeCookie("session", userId) }),
});

const app = new Hono();
app.all("/2fa/*", (context) => gateway.fetch(context.req.raw));
app.get("/account", async (context) => {
  const userId = await readCookie(context.req.raw, "session");
  return userId ? context.text(`logged in as ${userId}`) : context.text("log in first", 401);
});

export default app;
