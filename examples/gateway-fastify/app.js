/**
 * A gateway in Fastify, with tickets and receipts and with limits in PostgreSQL, behind one proxy on the same machine that ends TLS. `set-up.js`
 * creates the table.
 */
import cookie from "@fastify/cookie";
import session from "@fastify/session";
import fastify from "fastify";
import pg from "pg";
import { NumberVerification, Verigator } from "verigator";
import { createGateway, postgresLimits, tickets, toNodeHandler } from "verigator/gateway";

const {
  VERIGATOR_USERNAME,
  VERIGATOR_PASSWORD,
  VERIGATOR_BASE_URL,
  VERIGATOR_SERVICE_ID,
  VERIGATOR_API,
  SESSION_SECRET,
  TICKET_SECRET,
  DATABASE_URL,
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

const pool = new pg.Pool({ connectionString: DATABASE_URL }).on("error", console.error);
const limits = postgresLimits({ query: (text, values) => pool.query(text, values) });
const office = tickets(TICKET_SECRET);

const gateway = createGateway({
  ...api,
  limits,
  identify: office.identify,
  onError: (error) => console.error(error),
  async onVerified(request, verified) {
    return {
      "set-cookie": `__Host-receipt=${await office.receipt(verified)}; Path=/; Max-Age=300; HttpOnly; Secure; SameSite=Strict`,
    };
  },
});

/** Your own first factor goes in: `checkPassword(username, password)` resolves to the user's id, at Verigator or at your site, null if it is wrong. */
export async function createApp(checkPassword) {
  const app = fastify({ trustProxy: "127.0.0.1" });
  await app.register(cookie);
  await app.register(session, {
    cookieName: "__Host-session",
    secret: SESSION_SECRET,
    saveUninitialized: false,
    cookie: { secure: true, sameSite: "strict" },
  });
  const deletion = setInterval(() => limits.deleteExpired().catch(console.error), 3_600_000);
  app.addHook("onClose", async () => {
    clearInterval(deletion);
    await pool.end();
  });

  const handler = toNodeHandler(gateway, { trustedProxies: 1 });
  app.all("/2fa/*", (request, reply) => {
    reply.hijack();
    // Fastify has already read the body.
    request.raw.body = request.body;
    return handler(request.raw, reply.raw);
  });

  // The page passes the ticket to `Verigator.viaGateway("/2fa", { ticket })`.
  app.post("/login", async ({ body }, reply) => {
    const userId = await checkPassword(body?.username, body?.password);
    return userId ? { ticket: await office.mint(userId) } : reply.code(401).send();
  });

  // The page calls this after the right PIN. The browser adds the receipt.
  app.post("/session", async (request, reply) => {
    const receipt = await office.readReceipt(request.cookies["__Host-receipt"] ?? "");
    if (!receipt) return reply.code(401).send();
    await request.session.regenerate();
    request.session.userId = receipt.userId;
    return reply.code(204).send();
  });

  app.get("/account", async ({ session: { userId } }, reply) =>
    userId ? `logged in as ${userId}` : reply.code(401).send(),
  );
  return app;
}
