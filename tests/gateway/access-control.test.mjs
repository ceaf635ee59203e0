import assert from "node:assert/strict";
import { test } from "node:test";
import { createGateway, memoryLimits } from "verigator/gateway";
import { createUpstream } from "./apis.mjs";
import { apiError, createSite, rightPin } from "./site.mjs";

/** Sends a request, and asserts that it is rejected with this status and that the API is not called. */
async function assertRejected(expected, method, body, options, siteOptions) {
  const site = createSite(siteOptions);
  const response = await site.send(method, body, options);
  assert.equal(response.status, expected, response.text);
  assert.equal(site.upstream.calls.length, 0);
  return response;
}
const start = { method: "sms" };

test("pages of other origins are rejected", async () => {
  for (const headers of [
    { origin: "https://evil.example" },
    { origin: "null" },
    { origin: "https://shop.example.evil.example" },
    { origin: "http://shop.example" },
    { origin: "https://shop.example:444" },
    { origin: "https://shop.example", "sec-fetch-site": "cross-site" },
    { origin: "https://evil.example", "sec-fetch-site": "same-origin" },
    { "sec-fetch-site": "cross-site" },
    { "sec-fetch-site": "same-site" },
  ]) {
    const response = await assertRejected(403, "POST", start, { headers });
    assert.equal(response.headers.get("access-control-allow-origin"), null);
  }
});

test("CORS admits an allowed origin, and no other", async () => {
  const site = createSite({ allowedOrigins: ["https://www.example"] });
  const headers = { origin: "https://www.example", "sec-fetch-site": "cross-site" };
  const preflight = await site.send("OPTIONS", undefined, { user: null, headers });
  assert.equal(preflight.status, 204);
  assert.equal(preflight.headers.get("access-control-allow-origin"), "https://www.example");
  assert.equal(preflight.headers.get("access-control-allow-methods"), "GET, POST, PUT");
  const response = await site.send("POST", start, { headers });
  assert.deepEqual(
    [response.status, response.headers.get("access-control-expose-headers")],
    [201, "Retry-After, Date"],
  );
  const other = await site.send("OPTIONS", undefined, { headers: { origin: "https://evil.example" } });
  assert.deepEqual([other.status, other.headers.get("access-control-allow-origin")], [403, null]);
});

test("CORS admits the origins of apps and browser extensions, and never null", async () => {
  const origins = [
    "capacitor://localhost",
    "ionic://app.example",
    "tauri://localhost",
    "moz-extension://0b2b7e0c-1f0e-4b59-9d0f-6d4b2f3f8a11",
    "app://shop:8080",
  ];
  const site = createSite({ allowedOrigins: ["https://www.example", ...origins] });
  for (const origin of origins) {
    const preflight = await site.send("OPTIONS", undefined, {
      user: null,
      headers: { origin, "sec-fetch-site": "cross-site" },
    });
    assert.deepEqual([preflight.status, preflight.headers.get("access-control-allow-origin")], [204, origin]);
    assert.equal(
      (await site.send("GET", undefined, { headers: { origin } })).headers.get("access-control-allow-origin"),
      origin,
    );
  }
  for (const origin of [
    "null",
    "capacitor://localhost.evil.example",
    "capacitor://evil",
    "capacitor:",
    "ionic://localhost",
    "tauri://localhost:1",
  ]) {
    assert.equal((await site.send("POST", start, { headers: { origin } })).status, 403, origin);
  }
  for (const origin of [
    "null",
    "file://",
    "file:///app",
    "file://host",
    "capacitor://",
    "capacitor:",
    "capacitor://localhost/",
    "ionic://localhost/x",
    "tauri://user@localhost",
    "tauri://*",
    "data:,x",
    "blob:https://a.example/x",
    "app",
  ]) {
    assert.throws(
      () => createSite({ allowedOrigins: [origin] }),
      { message: /^allowedOrigins: expected a list of origins.*capacitor:/ },
      origin,
    );
  }
});

test("a request without a user gets 401 before anything else is checked", async () => {
  await assertRejected(401, "POST", start, { user: null });
  await assertRejected(401, "POST", "no json", { user: null, headers: { "content-type": "text/plain" } });
  await assertRejected(401, "GET", undefined, { user: null });
});

test("ids with characters that are special in a path or a header get 401", async () => {
  for (const id of [
    "..",
    ".",
    "a/b",
    "a\r\nx-evil: 1",
    "a b",
    "a%2fb",
    "é",
    "",
    "a".repeat(257),
    "a?b",
    7,
    {},
    undefined,
  ]) {
    await assertRejected(401, "POST", start, {}, { identify: () => id });
  }
});

test("a body whose type is not JSON gets 415", async () => {
  for (const type of [
    "text/plain",
    "application/jsonx",
    "text/plain; application/json",
    "application/x-www-form-urlencoded",
  ]) {
    await assertRejected(415, "POST", start, { headers: { "content-type": type } });
  }
  const { status } = await createSite().send("POST", start, {
    headers: { "content-type": "Application/JSON; charset=utf-8" },
  });
  assert.equal(status, 201);
});

test("a body of 4 KiB is accepted, and one more byte gets 413", async () => {
  const sized = (bytes) => JSON.stringify(start).padEnd(bytes, " ");
  assert.equal((await createSite().send("POST", sized(4096))).status, 201);
  await assertRejected(413, "POST", sized(4097));
});

test("a body without Content-Length is not read beyond 4 KiB", async () => {
  const site = createSite();
  let chunks = 0;
  const body = new ReadableStream({
    pull: (controller) => {
      chunks += 1;
      controller.enqueue(new Uint8Array(1024));
    },
  });
  const headers = { "x-user": "user-1", "content-type": "application/json" };
  const request = new Request("https://shop.example/2fa/auth", { method: "PUT", headers, body, duplex: "half" });
  assert.equal((await site.gateway.fetch(request)).status, 413);
  assert.ok(chunks < 10, `${chunks} chunks were read`);
});

test("malformed bodies and fields get 422", async () => {
  for (const body of [
    "",
    "{",
    "null",
    "7",
    '"sms"',
    "[]",
    "{}",
    '{"method":7}',
    '{"method":"SMS"}',
    '{"method":"voice"}',
    '{"__proto__":{"method":"sms"}}',
  ]) {
    await assertRejected(422, "POST", body);
  }
  for (const token of [undefined, 123456, "", " 1", "1\n2", "1".repeat(65), ["123456"]])
    await assertRejected(422, "PUT", { token });
  await assertRejected(422, "POST", Buffer.from([0xff, 0xfe]).toString("latin1") + "{");
});

test("other methods get 405 with an Allow header", async () => {
  for (const method of ["DELETE", "PATCH", "HEAD", "post2"]) {
    const site = createSite();
    const request = new Request("https://shop.example/2fa/auth", { method, headers: { "x-user": "user-1" } });
    const response = await site.gateway.fetch(request);
    assert.deepEqual([response.status, response.headers.get("allow")], [405, "GET, POST, PUT, OPTIONS"]);
  }
  await assertRejected(405, "DELETE", undefined, { headers: { "x-http-method-override": "POST" } });
});

test("a slash at the end of the path is the same route", async () => {
  const site = createSite();
  assert.equal((await site.send("POST", start, { path: "/2fa/auth/" })).status, 201);
  assert.deepEqual((await site.send("GET", undefined, { path: "/2fa/auth/?x=1" })).body.started, true);
  assert.equal((await site.send("PUT", { token: rightPin }, { path: "/2fa/auth/" })).body.verified, true);
});

test("no response of the gateway may be kept by a cache", async () => {
  const site = createSite({ allowedOrigins: ["https://www.example"] });
  const foreign = { headers: { origin: "https://evil.example" } };
  const responses = [
    await site.start(),
    await site.status(),
    await site.verify("135792"),
    await site.verify(rightPin),
    await site.start(),
    await site.start(),
    await site.send("OPTIONS", undefined, { headers: { origin: "https://www.example" } }),
    await site.send("POST", start, foreign),
    await site.send("DELETE"),
    await site.send("POST", "{"),
    await site.send("POST", start, { user: null }),
    await site.send("GET", undefined, { path: "/elsewhere" }),
  ];
  assert.deepEqual(
    responses.map(({ status }) => status),
    [201, 200, 200, 200, 201, 429, 204, 403, 405, 422, 401, 404],
  );
  for (const { status, headers } of responses) assert.equal(headers.get("cache-control"), "no-store", String(status));
});

test("only the exact path is a route, in every spelling", async () => {
  const other = [
    "/2fa/auth//",
    "/2fa//auth/",
    "/2fa/auth%2f",
    "/2fa/auth/./x",
    "/2fa//auth",
    "/2fa/auth/x",
    "/2fa%2fauth",
    "/2fa/%61uth",
    "/2FA/auth",
    "/2fa/../auth",
    "/2fa/..%2fauth",
    "/2fa/auth;x",
    "/2fax/auth",
    "//2fa/auth",
  ];
  for (const path of other) await assertRejected(404, "POST", start, { path });
  assert.equal((await createSite().send("POST", start, { path: "/x/../2fa/./auth?y=1" })).status, 201);
});

test("handle resolves to undefined outside the base path", async () => {
  const { gateway } = createSite({ basePath: "/login/2fa" });
  assert.equal(await gateway.handle(new Request("https://shop.example/2fa/auth")), undefined);
  assert.equal((await gateway.handle(new Request("https://shop.example/login/2fa"))).status, 404);
});

test("a failed challenge gets 403 and counts nothing", async () => {
  for (const result of [false, undefined, "yes"])
    await assertRejected(403, "POST", start, {}, { challenge: async () => result });
  const site = createSite({ challenge: async (request) => (await request.json()).method === "sms" });
  assert.equal((await site.start()).status, 201);
});

test("a page sees only the code and the status of the API's errors", async () => {
  for (const [code, status, expected] of [
    ["invalid_data", 422, 422],
    ["wrong_credentials", 401, 502],
    ["resource_forbidden", 403, 502],
    ["resource_already_exists", 409, 409],
    ["rate_limited", 429, 429],
    ["internal", 503, 503],
    ["unexpected_status", 418, 502],
    ["invalid_response", 200, 502],
    ["connection", undefined, 502],
    ["timeout", undefined, 504],
    ["redirect", 302, 502],
    ["canary", undefined, 500],
  ]) {
    const messages = [];
    const site = createSite({ address: () => "192.0.2.1", onError: (error) => messages.push(error.message) });
    site.upstream.start = async () => {
      throw apiError(code, status, { serverMessage: "canary", retryAfterMs: 1500 });
    };
    const response = await site.start();
    assert.equal(response.status, expected, code);
    assert.doesNotMatch(JSON.stringify([response.text, [...response.headers]]), /secret|canary/);
    assert.deepEqual(messages, ["secret of the API"]);
    assert.equal(response.headers.get("retry-after"), ["rate_limited", "internal"].includes(code) ? "2" : null);
  }
});

test("a hook that throws results in a 500, and the API is not called", async () => {
  const fail = () => {
    throw new Error("canary");
  };
  for (const hook of ["identify", "challenge", "address", "now"]) {
    const { text } = await assertRejected(500, "POST", start, {}, { [hook]: fail, onError: fail });
    assert.doesNotMatch(text, /canary/);
  }
});

test("createGateway throws for invalid options and policies", () => {
  for (const options of [
    { policy: { maxAttempts: 0 } },
    { policy: { maxAttempts: 1.5 } },
    { policy: { maxAttempts: "5" } },
    { policy: { maxAttempts: NaN } },
    { policy: { sendsGlobal: { count: 5, seconds: 0 } } },
    { policy: { lockout: { failures: null } } },
    { policy: { resendCooldownSeconds: [-1] } },
    { policy: { resendCooldownSeconds: 30 } },
    { policy: { authenticationSeconds: Infinity } },
    { identify: undefined },
    { limits: {} },
    { basePath: "2fa" },
    { basePath: "/a/../2fa" },
    { basePath: "/./2fa" },
    { allowedOrigins: ["https://*.example"] },
    { policy: () => ({}) },
    { policy: 5 },
    { policy: { sendsGlobal: { count: 5n, seconds: 60 } } },
    { allowedOrigins: ["https://a.example/"] },
    { allowedOrigins: ["*"] },
    { challenge: true },
    { onEvent: "log" },
    { timeoutMs: 0 },
    { serviceId: undefined },
    { serviceId: "a/b" },
  ])
    assert.throws(() => createSite(options), { message: /expected/ }, String(Object.entries(options)));
});

test("handle never rejects, whatever it gets", async () => {
  const { gateway } = createSite();
  const context = {
    get address() {
      throw new Error("no address");
    },
  };
  for (const [request, ...rest] of [
    [undefined, { address: "192.0.2.1" }],
    [undefined],
    [new Request("https://shop.example/2fa/auth"), context],
  ]) {
    assert.equal((await gateway.handle(request, ...rest)).status, 500);
  }
});

test("the error for a misspelled, missing or uncalled option names it", () => {
  for (const [options, message] of [
    [{ onVerfied: () => {} }, /^onVerfied: unknown option, expected one of .*onVerified/],
    [{ policy: { maxAttemps: 3 } }, /^policy\.maxAttemps: unknown field .*maxAttempts/],
    [{ policy: { lockout: { failure: 3 } } }, /^policy\.lockout\.failure: unknown field .*failures/],
    [{ limits: memoryLimits }, /^limits: .*memoryLimits\(\)/],
    [{ limits: undefined }, /^limits: /],
    [{ policy: { maxAttempts: 5n } }, /^policy\.maxAttempts: /],
    [{ verigator: undefined }, /^verigator: expected a client/],
    [{ verigator: {} }, /^verigator: expected a client/],
  ])
    assert.throws(() => createSite(options), { message }, String(message));
  for (const options of [undefined, null, 5]) assert.throws(() => createGateway(options), TypeError);
});

test("options may be an instance of a class with methods on its prototype", async () => {
  class Options {
    serviceId = "service-1";
    limits = memoryLimits();
    sessions = { "user-1": "user-1" };
    verigator = createUpstream("verigator", rightPin);
    identify(request) {
      return this.sessions[request.headers.get("x-user")];
    }
    challenge() {
      return this.sessions !== undefined;
    }
  }
  const headers = { "x-user": "user-1", "content-type": "application/json" };
  const request = new Request("https://shop.example/2fa/auth", {
    method: "POST",
    headers,
    body: JSON.stringify(start),
  });
  assert.equal((await createGateway(new Options()).fetch(request)).status, 201);
});

test("an aborted body does not result in a 500", async () => {
  const body = new ReadableStream({ pull: (controller) => controller.error(new Error("aborted")) });
  const site = createSite();
  const headers = { "x-user": "user-1", "content-type": "application/json" };
  const request = new Request("https://shop.example/2fa/auth", { method: "POST", headers, body, duplex: "half" });
  assert.equal((await site.gateway.fetch(request)).status, 400);
  assert.deepEqual(site.errors, []);
});
