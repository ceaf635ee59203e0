import assert from "node:assert/strict";
import { EventEmitter, once } from "node:events";
import { createServer, request as openRequest } from "node:http";
import { connect as connectHttp2 } from "node:http2";
import { connect } from "node:net";
import { test } from "node:test";
import express from "express";
import { toNodeHandler } from "verigator/gateway";
import { listen, mounts } from "./servers/mounts.mjs";
import { createSite, rightPin } from "./site.mjs";

const path = "/2fa/auth";

/** Sends a request by Node's http, with exactly these headers, and reads its answer. */
async function send(url, { method = "GET", path = "/2fa/auth", headers, body } = {}) {
  const { hostname, port } = new URL(url);
  const type = body === undefined ? {} : { "content-type": "application/json" };
  const sent = openRequest({ hostname, port, method, path, headers: { "x-user": "user-1", ...type, ...headers } });
  sent.end(typeof body === "object" ? JSON.stringify(body) : body);
  const [response] = await once(sent, "response");
  const text = Buffer.concat(await response.toArray()).toString();
  return { status: response.statusCode, headers: response.headers, text };
}

/** The same over HTTP/2. */
async function sendByHttp2(t, url, { method = "GET", path = "/2fa/auth", body } = {}) {
  const session = connectHttp2(url);
  t.after(() => session.close());
  const stream = session.request({ ":method": method, ":path": path, "x-user": "user-1", "content-type": "application/json" });
  stream.end(body && JSON.stringify(body));
  const [headers] = await once(stream, "response");
  return { status: headers[":status"], headers, text: Buffer.concat(await stream.toArray()).toString() };
}

/** Opens Node's own server with a handler of a site. */
async function serve(t, options, siteOptions) {
  const site = createSite(siteOptions);
  const url = await listen(t, createServer(toNodeHandler(site.gateway, options)));
  return { ...site, url };
}

for (const [name, mount] of Object.entries(mounts)) {
  test(`${name}: takes a page through the whole flow, and leaves the other paths to the server`, async (t) => {
    const site = createSite({ onVerified: () => [["set-cookie", "a=1"], ["set-cookie", "b=2"]] });
    const url = await listen(t, await mount(toNodeHandler(site.gateway)));
    const ask = (request) => (name.includes("http2") ? sendByHttp2(t, url, request) : send(url, request));

    const started = await ask({ method: "POST", body: { method: "sms" } });
    assert.equal(started.status, 201, started.text);
    assert.equal(JSON.parse((await ask({ method: "PUT", body: { token: "000000" } })).text).attemptsLeft, 4);
    assert.equal(JSON.parse((await ask()).text).attemptsLeft, 4);
    const verified = await ask({ method: "PUT", body: { token: rightPin } });
    assert.deepEqual([JSON.parse(verified.text).verified, verified.headers["set-cookie"]], [true, ["a=1", "b=2"]]);

    assert.equal((await ask({ path: "/" })).text, "elsewhere");
  });
}

test("without next, what is not the gateway's is 404", async (t) => {
  const { url } = await serve(t);
  for (const request of [{ path: "/elsewhere" }, { path: "http://shop.example/2fa/auth" }, { path: "*", method: "OPTIONS" }, { method: "TRACE" }, { headers: { host: "a b" } }, { headers: { host: "user@evil" } }]) {
    assert.equal((await send(url, request)).status, 404, JSON.stringify(request));
  }
  assert.equal((await send(url)).status, 200, "the server lives on");
});

test("a body that was read and is nowhere to be found is the server's error", async (t) => {
  const { gateway } = createSite();
  const handler = toNodeHandler(gateway);
  const read = async (incoming) => { for await (const chunk of incoming) void chunk; };
  const url = await listen(t, createServer(async (incoming, outgoing) => {
    await read(incoming);
    await handler(incoming, outgoing);
  }));
  assert.equal((await send(url, { method: "POST", body: { method: "sms" } })).status, 500);

  const errors = [];
  const app = express().use(async (incoming, outgoing, next) => { await read(incoming); next(); }).use(handler);
  app.use((error, incoming, outgoing, next) => { errors.push(error.message); outgoing.status(500).end(); void next; });
  await send(await listen(t, createServer(app)), { method: "POST", body: { method: "sms" } });
  assert.match(errors[0], /^expected the body in request.body/);
});

test("headers that a middleware has set before stay", async (t) => {
  const { gateway } = createSite({ onVerified: () => ({ "set-cookie": "receipt=1" }) });
  const handler = toNodeHandler(gateway);
  const url = await listen(t, createServer((incoming, outgoing) => {
    outgoing.setHeader("set-cookie", ["session=1"]);
    outgoing.setHeader("vary", "Accept-Encoding");
    return handler(incoming, outgoing);
  }));
  await send(url, { method: "POST", body: { method: "sms" } });
  const { headers } = await send(url, { method: "PUT", body: { token: rightPin } });
  assert.deepEqual(headers["set-cookie"], ["session=1", "receipt=1"]);
  assert.equal(headers.vary, "Accept-Encoding, Origin");
});

test("the connection outlives a body that is too long or that nobody reads", async (t) => {
  const { url } = await serve(t);
  const { hostname, port } = new URL(url);
  const socket = connect(port, hostname);
  t.after(() => socket.destroy());
  const ask = async (user, length) => {
    socket.write(`PUT ${path} HTTP/1.1\r\nhost: a\r\n${user}content-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n`);
    for (let sent = 0; sent < length; sent += 1024) socket.write(`400\r\n${"x".repeat(1024)}\r\n`);
    socket.write("0\r\n\r\n");
    const [bytes] = await once(socket, "data");
    return Number(String(bytes).split(" ")[1]);
  };
  assert.equal(await ask("", 100_000), 401);
  assert.equal(await ask("x-user: user-1\r\n", 100_000), 413);
  assert.equal(await ask("x-user: user-1\r\n", 1024), 422);
});

test("a page that leaves in the middle of its request ends nothing but its request", async (t) => {
  const seen = new EventEmitter();
  const challenge = async ({ signal }) => {
    seen.emit("asked");
    if (!signal.aborted) await once(signal, "abort");
    seen.emit("aborted");
    return false;
  };
  const { url, upstream } = await serve(t, undefined, { challenge });
  const open = (body) => {
    const { hostname, port } = new URL(url);
    const socket = connect(port, hostname);
    socket.write(`POST ${path} HTTP/1.1\r\nhost: a\r\nx-user: user-1\r\ncontent-type: application/json\r\ncontent-length: 16\r\n\r\n${body}`);
    return socket;
  };
  const cut = open('{"meth');
  await once(cut, "connect");
  cut.destroy();
  const whole = open('{"method":"sms"}');
  await once(seen, "asked");
  whole.destroy();
  await once(seen, "aborted");
  assert.equal((await send(url)).status, 200);
  assert.deepEqual(upstream.calls, []);
});

test("arguments that can't be used are refused by name", () => {
  const { gateway } = createSite();
  for (const [values, message] of [
    [[], /expected a gateway, as createGateway returns it$/],
    [[{ fetch: gateway.fetch }], /expected a gateway/],
    [[gateway, { trustedProxies: -1 }], /trustedProxies: expected a whole number from 0 to 100, got -1$/],
    [[gateway, { trustedProxies: true }], /trustedProxies: .* got boolean$/],
    [[gateway, { trustProxy: 1 }], /unknown option trustProxy; expected trustedProxies$/],
  ]) {
    assert.throws(() => toNodeHandler(...values), (error) => error instanceof TypeError && message.test(error.message));
  }
});
