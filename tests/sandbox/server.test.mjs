import assert from "node:assert/strict";
import { once } from "node:events";
import { request } from "node:http";
import { connect } from "node:net";
import { test } from "node:test";
import { createApiClient } from "./api-client.mjs";
import { serve } from "./server-process.mjs";

/** Sends raw text and returns the complete response. */
async function send(url, text) {
  const socket = connect(new URL(url).port, "127.0.0.1");
  socket.end(text);
  let response = "";
  socket.on("data", (data) => (response += data));
  await once(socket, "close");
  return response;
}

test("the server handles the flow and prints each SMS and request", async (t) => {
  const server = await serve(t, "--username", "ann", "--password", "secret");
  const { call, register } = createApiClient(server, server.url);
  const { authentication } = await register("+3725555555");
  assert.equal((await call("POST", authentication, { method: "sms" })).status, 201);
  await server.nextLine();
  await server.nextLine();
  const sms = await server.nextLine();
  assert.deepEqual([sms.event, sms.to], ["sms", "+3725555555"]);
  const line = await server.nextLine();
  assert.deepEqual([line.event, line.status, line.path], ["request", 201, `/v1/service/service${authentication}`]);
  assert.equal((await call("PUT", authentication, { token: sms.pin })).body.verified, true);
  assert.equal((await call("DELETE", authentication.replace("/auth", ""))).status, 202);
});

test("the control API works over HTTP", async (t) => {
  const server = await serve(t, "--now", "2026-01-01T00:00:00Z", "--seed", "3");
  const { call, register } = createApiClient(server, server.url);
  const { authentication, userId } = await register("+3725555555");
  await server.control("PUT", "devices/%2B3725555555");
  await call("POST", authentication, { method: "totp" });
  const device = await server.control("GET", "devices/%2B3725555555");
  assert.equal(device.pushes[0].userId, userId);
  await server.control("POST", "clock/advance", { milliseconds: 60_000 });
  assert.equal((await server.control("GET", "clock")).now, "2026-01-01T00:01:00.000Z");
  const snapshot = await server.control("GET", "snapshot");
  await server.control("POST", "reset");
  assert.deepEqual(await server.control("GET", "requests"), { requests: [] });
  await server.control("PUT", "snapshot", snapshot);
  assert.deepEqual(await server.control("GET", "snapshot"), snapshot);
});

test("faults work over HTTP", async (t) => {
  const server = await serve(t);
  const address = `${server.url}/v1/service/service/unknown`;
  const fault = (fault) => server.control("POST", "faults/next", { fault });
  const init = { headers: { "X-Service-Auth": "sandbox:sandbox" } };

  await fault({ kind: "connection" });
  await assert.rejects(fetch(address, init), TypeError);
  await fault({ kind: "truncated" });
  const truncated = await fetch(address, init);
  assert.equal(truncated.status, 404);
  await assert.rejects(truncated.text(), TypeError);
  await fault({ kind: "redirect", location: "https://elsewhere.example/" });
  assert.equal((await fetch(address, { ...init, redirect: "manual" })).status, 302);
  await fault({ kind: "status", status: 503 });
  assert.equal((await fetch(address, init)).status, 503);
  await fault({ kind: "hang" });
  const leaving = new AbortController();
  const hanging = fetch(address, { ...init, signal: leaving.signal });
  // The fault is used up once the server has the request.
  while ((await server.control("GET", "faults")).next.length > 0);
  leaving.abort(new Error("nothing came"));
  await assert.rejects(hanging, { message: "nothing came" });
  await fault({ kind: "malformed" });
  await assert.rejects((await fetch(address, init)).json(), SyntaxError);
  assert.equal((await fetch(address, init)).status, 404);
});

test("the truncated response to a delete, which has no body, breaks the connection", async (t) => {
  const server = await serve(t);
  const { call } = createApiClient(server, server.url);
  const { body } = await call("POST", "", { fqdn: "a.example", name: "A" });
  await server.control("POST", "faults/next", { fault: { kind: "truncated" } });
  await assert.rejects(call("DELETE", `/${body.id}`), TypeError);
  assert.equal((await call("GET", `/${body.id}`)).status, 404);
});

test("events are streamed with sequence numbers", async (t) => {
  const server = await serve(t);
  const { register } = createApiClient(server, server.url);
  const response = await fetch(`${server.url}/_sandbox/events`);
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  await register("+3725555555");
  while (!text.includes("id: 2\n")) {
    text += (await reader.read()).value;
  }
  assert.match(text, /^: listening\n\nid: 1\nevent: request\ndata: \{.*\}\n\nid: 2\nevent: request\n/);
  await reader.cancel();
});

test("requests for foreign hosts and from foreign origins are rejected", async (t) => {
  const server = await serve(t);
  const { port } = new URL(server.url);
  for (const headers of [{ host: "evil.example" }, { host: `localhost:${port}`, origin: "https://evil.example" }]) {
    const outgoing = request({ port, host: "127.0.0.1", path: "/_sandbox/inbox", headers });
    outgoing.end();
    const [incoming] = await once(outgoing, "response");
    incoming.resume();
    assert.equal(incoming.statusCode, 403);
    assert.equal(incoming.headers["access-control-allow-origin"], undefined);
  }
  const allowed = await fetch(`${server.url}/_sandbox/inbox`, { headers: { origin: "http://localhost:5173" } });
  assert.equal(allowed.headers.get("access-control-allow-origin"), "http://localhost:5173");
});

test("a response without a body has the length 0, as old clients require", async (t) => {
  const server = await serve(t);
  const { call } = createApiClient(server, server.url);
  const { body } = await call("POST", "", { fqdn: "a.example", name: "A" });
  const { host } = new URL(server.url);
  const head = `DELETE /v1/service/service/${body.id} HTTP/1.1\r\nHost: ${host}\r\nX-Service-Auth: sandbox:sandbox\r\nContent-Length: 0\r\n`;
  const response = await send(server.url, `${head}Connection: close\r\n\r\n`);
  assert.match(response, /^HTTP\/1\.1 202 Accepted\r\n/);
  assert.ok(!response.includes("chunked"), response);
});

test("unusual requests get a response and do not stop the server", async (t) => {
  const server = await serve(t);
  const { host } = new URL(server.url);
  const respondTo = (line) => send(server.url, `${line}\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
  assert.match(await respondTo("TRACE /v1/service/service HTTP/1.1"), /^HTTP\/1\.1 405 /);
  assert.match(await respondTo("GET http://[ HTTP/1.1"), /^HTTP\/1\.1 400 /);
  assert.match(await respondTo("GET /%ff/%00/.. HTTP/1.1"), /^HTTP\/1\.1 404 /);
  assert.match(await respondTo("nonsense"), /^HTTP\/1\.1 400 /);
  assert.match(
    await respondTo("GET /_sandbox/clock HTTP/1.1\r\nSet-Cookie: a=b\r\nSet-Cookie: c=d"),
    /^HTTP\/1\.1 200 /,
  );
  assert.equal((await fetch(`${server.url}/_sandbox/settings`)).status, 200);
});
