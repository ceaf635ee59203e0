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

/** Sends a request with Node's http and exactly these headers, and returns the response. */
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
  const stream = session.request({
    ":method": method,
    ":path": path,
    "x-user": "user-1",
    "content-type": "application/json",
  });
  stream.end(body && JSON.stringify(body));
  const [headers] = await once(stream, "response");
  return { status: headers[":status"], headers, text: Buffer.concat(await stream.toArray()).toString() };
}

/** Starts Node's http server with the handler of a site. */
async function serve(t, options, siteOptions) {
  const site = createSite(siteOptions);
  const url = await listen(t, createServer(toNodeHandler(site.gateway, options)));
  return { ...site, url };
}

for (const [name, mount] of Object.entries(mounts)) {
  test(`${name}: handles the whole flow of a page, and passes other paths to the server`, async (t) => {
    const site = createSite({
      onVerified: () => [
        ["set-cookie", "a=1"],
        ["set-cookie", "b=2"],
      ],
    });
    const url = await listen(t, await mount(toNodeHandler(site.gateway)));
    const request = (options) => (name.includes("http2") ? sendByHttp2(t, url, options) : send(url, options));

    const started = await request({ method: "POST", body: { method: "sms" } });
    assert.equal(started.status, 201, started.text);
    assert.equal(JSON.parse((await request({ method: "PUT", body: { token: "000000" } })).text).attemptsLeft, 4);
    assert.equal(JSON.parse((await request()).text).attemptsLeft, 4);
    const verified = await request({ method: "PUT", body: { token: rightPin } });
    assert.deepEqual([JSON.parse(verified.text).verified, verified.headers["set-cookie"]], [true, ["a=1", "b=2"]]);

    assert.equal((await request({ path: "/" })).text, "elsewhere");
  });
}

test("without next, other paths get 404", async (t) => {
  const { url } = await serve(t);
  for (const request of [
    { path: "/elsewhere" },
    { path: "http://shop.example/2fa/auth" },
    { path: "*", method: "OPTIONS" },
    { method: "TRACE" },
    { headers: { host: "a b" } },
    { headers: { host: "user@evil" } },
  ]) {
    const { status, headers } = await send(url, request);
    assert.deepEqual([status, headers["cache-control"]], [404, "no-store"], JSON.stringify(request));
  }
  assert.equal((await send(url)).status, 200, "the server still responds");
});

test("a body that a middleware read without keeping it results in a 500", async (t) => {
  const { gateway } = createSite();
  const handler = toNodeHandler(gateway);
  const read = async (incoming) => {
    for await (const chunk of incoming) void chunk;
  };
  const url = await listen(
    t,
    createServer(async (incoming, outgoing) => {
      await read(incoming);
      await handler(incoming, outgoing);
    }),
  );
  assert.equal((await send(url, { method: "POST", body: { method: "sms" } })).status, 500);

  const errors = [];
  const app = express()
    .use(async (incoming, outgoing, next) => {
      await read(incoming);
      next();
    })
    .use(handler);
  app.use((error, incoming, outgoing, next) => {
    errors.push(error.message);
    outgoing.status(500).end();
    void next;
  });
  await send(await listen(t, createServer(app)), { method: "POST", body: { method: "sms" } });
  assert.match(errors[0], /^expected the body in request.body/);
});

test("a request that is not the gateway's keeps whatever an earlier middleware made of its body", async (t) => {
  const circular = {};
  circular.self = circular;
  const handler = toNodeHandler(createSite().gateway);
  for (const body of [
    undefined,
    circular,
    7n,
    new Proxy(
      {},
      {
        ownKeys() {
          throw new Error("read");
        },
      },
    ),
  ]) {
    const read = async (incoming, outgoing, next) => {
      for await (const chunk of incoming) void chunk;
      incoming.body = body;
      next();
    };
    const app = express()
      .use(read)
      .use(handler)
      .use((incoming, outgoing) => void outgoing.end("elsewhere"));
    const { status, text } = await send(await listen(t, createServer(app)), {
      method: "POST",
      path: "/upload",
      body: { large: true },
    });
    assert.deepEqual([status, text], [200, "elsewhere"]);
  }
});

test("a path that URLs spell differently does not bypass a middleware of the gateway's path", async (t) => {
  const site = createSite();
  const guard = (incoming, outgoing) => void outgoing.status(418).end();
  const app = express()
    .use("/2fa", guard)
    .use(toNodeHandler(site.gateway))
    .use((incoming, outgoing) => void outgoing.status(404).end());
  const { hostname, port } = new URL(await listen(t, createServer(app)));
  const body = '{"method":"sms"}';
  const statuses = [];
  for (const path of [
    "/2fa/auth",
    "/x/../2fa/auth",
    "/./2fa/auth",
    "/2fa\\auth",
    "/%2e/2fa/auth",
    "/x/%2e%2e/2fa/auth",
    "/\\x/../2fa/auth",
  ]) {
    const socket = connect(port, hostname);
    socket.end(
      `POST ${path} HTTP/1.1\r\nhost: a\r\nconnection: close\r\nx-user: user-1\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
    );
    statuses.push(
      Number(
        Buffer.concat(await socket.toArray())
          .toString()
          .split(" ")[1],
      ),
    );
  }
  assert.deepEqual(statuses, [418, ...Array(6).fill(404)]);
  assert.deepEqual(site.upstream.calls, []);
});

test("a caller who hangs up before the gateway sees the request does not escape the limit of addresses", async (t) => {
  const site = createSite({ address: undefined, policy: { sendsPerAddress: { count: 2, seconds: 3600 } } });
  const handler = toNodeHandler(site.gateway);
  const responses = new EventEmitter();
  const parse = express.json();
  const server = createServer((incoming, outgoing) =>
    parse(incoming, outgoing, async () => {
      if (!incoming.socket.destroyed) await once(incoming.socket, "close");
      responses.emit("handled", handler(incoming, outgoing));
    }),
  );
  const { hostname, port } = new URL(await listen(t, server));
  const body = '{"method":"sms"}';
  for (let user = 0; user < 6; user += 1) {
    const handled = once(responses, "handled");
    const socket = connect(port, hostname);
    socket.write(
      `POST ${path} HTTP/1.1\r\nhost: a\r\nx-user: user-${user}\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
      () => socket.destroy(),
    );
    await (await handled)[0];
  }
  assert.ok(site.upstream.calls.length <= 2, `${site.upstream.calls.length} sends`);
  assert.deepEqual(site.errors, []);
});

test("headers that an earlier middleware has set are kept", async (t) => {
  const { gateway } = createSite({ onVerified: () => ({ "set-cookie": "receipt=1" }) });
  const handler = toNodeHandler(gateway);
  const url = await listen(
    t,
    createServer((incoming, outgoing) => {
      outgoing.setHeader("set-cookie", ["session=1"]);
      outgoing.setHeader("vary", "Accept-Encoding");
      return handler(incoming, outgoing);
    }),
  );
  await send(url, { method: "POST", body: { method: "sms" } });
  const { headers } = await send(url, { method: "PUT", body: { token: rightPin } });
  assert.deepEqual(headers["set-cookie"], ["session=1", "receipt=1"]);
  assert.equal(headers.vary, "Accept-Encoding, Origin");
});

test("the connection stays open after a body that is too long or not read", async (t) => {
  const { url } = await serve(t);
  const { hostname, port } = new URL(url);
  const socket = connect(port, hostname);
  t.after(() => socket.destroy());
  const sendChunked = async (user, length) => {
    socket.write(
      `PUT ${path} HTTP/1.1\r\nhost: a\r\n${user}content-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n`,
    );
    for (let sent = 0; sent < length; sent += 1024) socket.write(`400\r\n${"x".repeat(1024)}\r\n`);
    socket.write("0\r\n\r\n");
    const [bytes] = await once(socket, "data");
    return Number(String(bytes).split(" ")[1]);
  };
  assert.equal(await sendChunked("", 100_000), 401);
  assert.equal(await sendChunked("x-user: user-1\r\n", 100_000), 413);
  assert.equal(await sendChunked("x-user: user-1\r\n", 1024), 422);
});

test("a page that disconnects during its request aborts only that request", async (t) => {
  const events = new EventEmitter();
  const challenge = async ({ signal }) => {
    events.emit("challenged");
    if (!signal.aborted) await once(signal, "abort");
    events.emit("aborted");
    return false;
  };
  const { url, upstream } = await serve(t, undefined, { challenge });
  const open = (body) => {
    const { hostname, port } = new URL(url);
    const socket = connect(port, hostname);
    socket.write(
      `POST ${path} HTTP/1.1\r\nhost: a\r\nx-user: user-1\r\ncontent-type: application/json\r\ncontent-length: 16\r\n\r\n${body}`,
    );
    return socket;
  };
  const cut = open('{"meth');
  await once(cut, "connect");
  cut.destroy();
  const whole = open('{"method":"sms"}');
  await once(events, "challenged");
  whole.destroy();
  await once(events, "aborted");
  assert.equal((await send(url)).status, 200);
  assert.deepEqual(upstream.calls, []);
});

test("waitUntil gets the work that the response does not need, and no call without any", async (t) => {
  const waits = [];
  const { url } = await serve(t, { waitUntil: (promise) => waits.push(promise) });
  await send(url, { method: "POST", body: { method: "sms" } });
  assert.equal(waits.length, 0);
  await send(url, { method: "PUT", body: { token: "000000" } });
  assert.equal(waits.length, 1);
  await waits[0];
});

test("the error for an invalid argument names it", () => {
  const { gateway } = createSite();
  for (const [values, message] of [
    [[], /expected a gateway, as createGateway returns it$/],
    [[{ fetch: gateway.fetch }], /expected a gateway/],
    [[gateway, { trustedProxies: -1 }], /trustedProxies: expected a whole number from 0 to 100, got -1$/],
    [[gateway, null], /toNodeHandler: expected options as an object, got null$/],
    [[gateway, { trustedProxies: true }], /trustedProxies: .* got boolean$/],
    [[gateway, { trustProxy: 1 }], /unknown option trustProxy; expected trustedProxies, waitUntil$/],
    [[gateway, { waitUntil: true }], /waitUntil: expected a function, got boolean$/],
  ]) {
    assert.throws(
      () => toNodeHandler(...values),
      (error) => error instanceof TypeError && message.test(error.message),
    );
  }
});
