import assert from "node:assert/strict";
import { test } from "node:test";
import { Sandbox } from "verigator/sandbox";
import { createApiClient } from "./api-client.mjs";

const address = "https://api.verigator.com/v1/service/service";
const body = JSON.stringify({ fqdn: "coffeeshop.com", name: "Coffee Shop" });
const headers = { "X-Service-Auth": "sandbox:sandbox" };
const creation = { method: "POST", headers, body };

test("fetch accepts a string, a URL and a Request, and does not use `this`", async () => {
  for (const input of [address, new URL(address), new Request(address)]) {
    const { fetch } = new Sandbox();
    const response = await fetch(input, creation);
    assert.ok(response instanceof Response);
    assert.equal(response.status, 201);
    assert.equal(response.headers.get("content-type"), "application/json");
    assert.equal((await response.json()).name, "Coffee Shop");
  }
  const response = await new Sandbox().fetch(new Request(address, creation));
  assert.equal(response.status, 201);
});

test("a response without content has no body", async () => {
  const sandbox = new Sandbox();
  const { id } = await (await sandbox.fetch(address, creation)).json();
  const response = await sandbox.fetch(`${address}/${id}`, { method: "DELETE", headers });
  assert.equal(response.status, 202);
  assert.equal(response.body, null);
});

test("invalid arguments reject with a TypeError", async () => {
  const { fetch } = new Sandbox();
  await assert.rejects(fetch("no address"), TypeError);
  await assert.rejects(fetch(address, { method: "GET", body: "x" }), TypeError);
});

test("a connection fault rejects with a TypeError", async () => {
  const sandbox = new Sandbox();
  sandbox.faults.next({ kind: "connection" });
  await assert.rejects(sandbox.fetch(address, creation), TypeError);
});

test("a hanging request rejects with the signal's reason, of any type", async () => {
  const sandbox = new Sandbox();
  sandbox.faults.randomly(1, { kind: "hang" });
  const controller = new AbortController();
  const pending = sandbox.fetch(new Request(address, { signal: controller.signal }));
  setImmediate(() => controller.abort("why"));
  await assert.rejects(pending, (reason) => reason === "why");
  await assert.rejects(sandbox.fetch(address, { signal: AbortSignal.timeout(5) }), { name: "TimeoutError" });
  await assert.rejects(sandbox.fetch(address, { signal: AbortSignal.abort() }), { name: "AbortError" });
});

test("a delayed response arrives after the delay unless the signal aborts", async () => {
  const sandbox = new Sandbox();
  sandbox.faults.next({ kind: "delay", milliseconds: 5 }, { times: 2 });
  const startedAt = performance.now();
  assert.equal((await sandbox.fetch(address, creation)).status, 201);
  assert.ok(performance.now() - startedAt >= 4);
  await assert.rejects(sandbox.fetch(address, { signal: AbortSignal.timeout(1) }), { name: "TimeoutError" });
});

test("a truncated response announces its full length and fails after half of it", async () => {
  const sandbox = new Sandbox();
  sandbox.faults.next({ kind: "truncated" });
  const response = await sandbox.fetch(address, creation);
  const reader = response.body.getReader();
  const { value } = await reader.read();
  assert.equal(value.length, Math.floor(Number(response.headers.get("content-length")) / 2));
  await assert.rejects(reader.read(), TypeError);
});

test("a malformed response is a success with invalid JSON", async () => {
  const sandbox = new Sandbox();
  sandbox.faults.next({ kind: "malformed" });
  const response = await sandbox.fetch(address, creation);
  assert.equal(response.status, 201);
  await assert.rejects(response.json(), SyntaxError);
});

test('a redirect is returned, not followed, and rejects with redirect: "error"', async () => {
  const sandbox = new Sandbox();
  sandbox.faults.next({ kind: "redirect", location: "https://elsewhere.example/" }, { times: 3 });
  for (const redirect of ["manual", "follow"]) {
    const response = await sandbox.fetch(address, { ...creation, redirect });
    assert.equal(response.status, 302);
    assert.equal(response.headers.get("location"), "https://elsewhere.example/");
  }
  await assert.rejects(sandbox.fetch(address, { ...creation, redirect: "error" }), TypeError);
});

test("a status fault responds with its status, body and headers", async () => {
  const sandbox = new Sandbox();
  sandbox.faults.next({ kind: "status", status: 503, body: { message: "down" }, headers: { "Retry-After": "2" } });
  const response = await sandbox.fetch(address, creation);
  assert.equal(response.status, 503);
  assert.equal(response.headers.get("retry-after"), "2");
  assert.deepEqual(await response.json(), { message: "down" });
});

test("a fault can match the path by a regular expression", async () => {
  const sandbox = new Sandbox();
  const { call } = createApiClient(sandbox);
  sandbox.faults.next({ kind: "status", status: 500 }, { method: "GET", path: /^\/v1\/.*(?<=service)\/[^/]+$/i });
  assert.equal((await call("GET", "/unknown/users")).status, 404);
  assert.equal((await call("DELETE", "/unknown")).status, 404);
  assert.equal((await call("GET", "/unknown")).status, 500);
  assert.equal((await call("GET", "/unknown")).status, 404);
});

test("a fault can repeat forever and be cleared", async () => {
  const sandbox = new Sandbox();
  const { call } = createApiClient(sandbox);
  sandbox.faults.next({ kind: "status", status: 500 }, { times: Infinity });
  for (let round = 0; round < 100; round += 1) {
    assert.equal((await call("GET", "/unknown")).status, 500);
  }
  sandbox.faults.clear();
  assert.equal((await call("GET", "/unknown")).status, 404);
});

test("the control API is served beside the Verigator API", async () => {
  const sandbox = new Sandbox();
  const response = await sandbox.fetch("http://localhost/_sandbox/settings");
  const settings = await response.json();
  assert.equal(settings.username, "sandbox");
  assert.equal((await sandbox.fetch("http://localhost/_sandbox/reset", { method: "POST" })).status, 204);
});

test("events are streamed", async () => {
  const sandbox = new Sandbox();
  const response = await sandbox.fetch("http://localhost/_sandbox/events");
  assert.equal(response.headers.get("content-type"), "text/event-stream");
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  assert.equal((await reader.read()).value, ": listening\n\n");
  await sandbox.fetch(address, creation);
  const event = (await reader.read()).value;
  assert.match(event, /^id: 1\nevent: request\ndata: \{.*"status":201.*\}\n\n$/);
  await reader.cancel();
  await sandbox.fetch(address, creation);
});
