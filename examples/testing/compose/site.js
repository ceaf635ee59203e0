/** A site with a login by SMS. It uses the API at VERIGATOR_BASE_URL. */
import { createServer } from "node:http";
import { normalizePin, Verigator } from "verigator";

const { VERIGATOR_USERNAME = "", VERIGATOR_PASSWORD = "", VERIGATOR_BASE_URL, VERIGATOR_ALLOW_HTTP } = process.env;

const verigator = new Verigator(VERIGATOR_USERNAME, VERIGATOR_PASSWORD, {
  baseUrl: VERIGATOR_BASE_URL,
  dangerouslyAllowHttp: VERIGATOR_ALLOW_HTTP === "true",
});

let user; // of the only session that this small site has

const handlers = {
  async "/start"(form) {
    const service = await verigator.createService("Coffee Shop", `${Date.now()}.example`);
    user = await service.registerUser("ann@example.com", form.get("phoneNumber"));
    return user.authenticateUsingSms();
  },
  "/verify": (form) => user.verifyPin(normalizePin(form.get("pin"))),
};

createServer(async (incoming, outgoing) => {
  const handler = incoming.method === "POST" ? handlers[incoming.url] : undefined;
  if (!handler) return outgoing.end("Log in");
  try {
    const form = new URLSearchParams(Buffer.concat(await incoming.toArray()).toString());
    outgoing.end(JSON.stringify(await handler(form)));
  } catch (error) {
    console.error(error.message);
    outgoing.writeHead(503).end();
  }
}).listen(3000);
