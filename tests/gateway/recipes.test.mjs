import assert from "node:assert/strict";
import { once } from "node:events";
import { request as openRequest } from "node:http";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { serializeSigned } from "hono/utils/cookie";
import { Verigator } from "verigator";
import { tickets } from "verigator/gateway";
import { openApi } from "./sandbox-api.mjs";
import { copyExample } from "./examples.mjs";

const secret = "0123456789abcdef0123456789abcdef";
const origin = "https://shop.example";
const { fetch } = globalThis;
let api;

before(async () => {
  api = await openApi();
  Object.assign(process.env, api.environment, { COOKIE_SECRET: secret, TICKET_SECRET: secret, SITE_ORIGIN: origin });
  // The recipes speak to the live API: here it is a sandbox that responses.
  globalThis.fetch = api.sandbox.fetch;
});

after(() => (globalThis.fetch = fetch));

/** A page with a cookie or a ticket. It keeps the responses, since a page cannot read all of their headers. */
function openPage(send, { cookie, ...options } = {}) {
  const responses = [];
  const browse = async (url, init) => {
    const request = new Request(url, init);
    request.headers.set("origin", origin);
    if (cookie) request.headers.set("cookie", cookie);
    responses.push(await send(request));
    return responses.at(-1).clone();
  };
  const page = Verigator.viaGateway(`${origin}/2fa`, { fetch: browse, ...options });
  return { responses, me: page.me, status: () => page.status() };
}

/** Completes a login through the recipe's gateway. Each recipe has its own limits. */
async function logIn({ me, status }) {
  await me.authenticateUsingSms();
  assert.equal((await me.verifyPin(api.wrongPin())).reason, "invalid");
  assert.equal((await status()).attemptsLeft, 4);
  assert.equal((await me.verifyPin(api.rightPin())).verified, true);
}

const cookieFrom = (response) => response.headers.getSetCookie()[0].split(";")[0];
const refused = { name: "WrongCredentialsError" };

test("the recipe for Hono turns the first factor's cookie into a session", async () => {
  const { default: app } = await import(join(copyExample(after, "gateway-hono"), "app.js"));
  const page = openPage((request) => app.fetch(request), { cookie: await serializeSigned("first-factor", api.user.id, secret) });
  await logIn(page);
  const account = (cookie) => app.request("/account", { headers: { cookie } });
  assert.equal(await (await account(cookieFrom(page.responses.at(-1)))).text(), `logged in as ${api.user.id}`);
  assert.equal((await account("session=forged")).status, 401);
});

test("the recipe for Hono refuses a forged cookie", async () => {
  const { default: app } = await import(join(copyExample(after, "gateway-hono"), "app.js"));
  for (const cookie of [undefined, `first-factor=${api.user.id}`, await serializeSigned("first-factor", api.user.id, `${secret}x`)]) {
    await assert.rejects(openPage((request) => app.fetch(request), { cookie }).me.authenticateUsingSms(), refused);
  }
});

test("the recipe for Next.js turns a ticket into a receipt", async () => {
  const route = await import(join(copyExample(after, "gateway-next"), "app/2fa/auth/route.js"));
  // Behind a proxy the URL is that of the server, and the origin is that of the site.
  const send = (request) => route[request.method](new Request("http://localhost:3000/2fa/auth", request));
  const page = openPage(send, { ticket: await tickets(secret).mint(api.user.id) });
  await logIn(page);
  const [, receipt] = cookieFrom(page.responses.at(-1)).split("=");
  assert.equal((await tickets(secret).readReceipt(receipt)).userId, api.user.id);
  await assert.rejects(openPage(send).me.authenticateUsingSms(), refused);
});

test("the recipe for Node marks the session as verified", async (t) => {
  const { server, sessions } = await import(join(copyExample(after, "gateway-node"), "server.js"));
  const send = await serve(t, server);
  const session = { verigatorId: api.user.id };
  sessions.set("s1", session);
  await logIn(openPage(send, { cookie: "theme=dark; session=s1" }));
  assert.equal(session.isVerified, true);
  await assert.rejects(openPage(send, { cookie: "session=s2" }).me.authenticateUsingSms(), refused);
});

test("the recipe for Node refuses a request that fetch does not allow, and keeps running", async (t) => {
  const { server } = await import(join(copyExample(after, "gateway-node"), "server.js"));
  const send = await serve(t, server);
  assert.equal((await send(new Request(`${origin}/elsewhere`))).status, 404);
  for (const [method, path] of [["TRACE", "/2fa/auth"], ["GET", "@elsewhere.example/2fa/auth"]]) assert.equal(await sendRaw(server, method, path), 400, method);
  assert.equal((await send(new Request(`${origin}/2fa/auth`))).status, 401);
});

/** Opens the server on a free port for one test; returns a function that sends it a request for the site. */
async function serve(t, server) {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  t.after(() => server.close());
  const address = `http://127.0.0.1:${server.address().port}`;
  return (request) => fetch(new Request(address + new URL(request.url).pathname, request));
}

async function sendRaw(server, method, path) {
  const sent = openRequest({ host: "127.0.0.1", port: server.address().port, method, path });
  sent.end();
  const [response] = await once(sent, "response");
  response.resume();
  return response.statusCode;
}
