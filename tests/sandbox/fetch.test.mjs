import assert from "node:assert/strict";
import { test } from "node:test";
import { Sandbox } from "verigator/sandbox";
import { createApiClient } from "./api-client.mjs";

const address = "https://api.verigator.com/v1/service/service";
const body = JSON.stringify({ fqdn: "coffeeshop.com", name: "Coffee Shop" });
const headers = { "X-Service-Auth": "sandbox:sandbox" };
/** Ends tests of promises that stay pending if they fail. */
const limited = { timeout: 300_000 };
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

test("a body may be a string, bytes, a Blob or a stream, and a string is sent as UTF-8", async () => {
  const name = "Kohvik Õ";
  const text = JSON.stringify({ fqdn: "coffeeshop.com", name });
  const { body: stream } = new Response(text);
  for (const body of [text, new TextEncoder().encode(text), new Blob([text]), stream]) {
    const response = await new Sandbox().fetch(address, { ...creation, body, duplex: "half" });
    assert.equal((await response.json()).name, name);
  }
  const lone = await new Sandbox().fetch(address, { ...creation, body: text.replace("Õ", "\ud800") });
  assert.equal((await lone.json()).name, "Kohvik \ufffd");
});

test("options replace the body of a Request, and may be inherited", async () => {
  const response = await new Sandbox().fetch(new Request(address, { ...creation, body: "{}" }), { body });
  assert.equal((await response.json()).name, "Coffee Shop");
  class Options {
    #method = "POST";
    get method() {
      return this.#method;
    }
    get headers() {
      return headers;
    }
    get body() {
      return body;
    }
  }
  assert.equal((await new Sandbox().fetch(address, new Options())).status, 201);
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
  await assert.rejects(fetch(address, { ...creation, method: "NOT A METHOD" }), TypeError);
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

test("a request rejects with the signal's reason if its body never ends", limited, async () => {
  const controller = new AbortController();
  const { fetch } = new Sandbox();
  const pending = fetch(address, {
    method: "POST",
    body: new ReadableStream(),
    duplex: "half",
    signal: controller.signal,
  });
  setImmediate(() => controller.abort("why"));
  await assert.rejects(pending, (reason) => reason === "why");
});

test("an aborted event stream fails with the signal's reason", limited, async () => {
  const controller = new AbortController();
  const { fetch } = new Sandbox();
  const response = await fetch("http://localhost/_sandbox/events", { signal: controller.signal });
  const reader = response.body.getReader();
  await reader.read();
  const pending = reader.read();
  controller.abort("why");
  await assert.rejects(pending, (reason) => reason === "why");
  assert.equal((await fetch(address, creation)).status, 201);
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

test("a misspelled condition of a fault is rejected", () => {
  const { faults } = new Sandbox();
  assert.throws(
    () => faults.next({ kind: "hang" }, { pth: "/v1/x" }),
    /^TypeError: match: unknown field `pth`, expected `method` or `path`$/,
  );
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

const number = "+3725555555";
const next = (waitMs, space = "") =>
  `http://localhost${space}/_sandbox/inbox/next?to=${encodeURIComponent(number)}&waitMs=${waitMs}`;

test("a wait for a message resolves with the message when it is sent, first come, first served", async () => {
  const sandbox = new Sandbox();
  const { call, register } = createApiClient(sandbox);
  const { authentication } = await register(number);
  const pending = [sandbox.fetch(next(60_000)), sandbox.fetch(next(60_000))];
  await call("POST", authentication, { method: "sms" });
  await call("POST", authentication, { method: "sms" });
  const pins = await Promise.all(pending.map(async (response) => (await (await response).json()).message.pin));
  assert.deepEqual(
    pins,
    sandbox.inbox.messages().map(({ pin }) => pin),
  );
});

test("a wait for a message ends with null after its time", async () => {
  const response = await new Sandbox().fetch(next(1));
  assert.deepEqual([response.status, await response.json()], [200, { message: null }]);
});

test("a wait for a message resolves with a message of a restored snapshot, in a space too", limited, async () => {
  for (const space of ["", "/spaces/a"]) {
    const { fetch, ...account } = new Sandbox();
    const { call, register } = createApiClient({ fetch, ...account }, `http://localhost${space}`);
    const { authentication } = await register(number);
    await call("POST", authentication, { method: "sms" });
    const snapshot = await (await fetch("http://localhost/_sandbox/snapshot")).text();
    const claimed = await (await fetch(next(0, space))).json();
    const waiting = fetch(next(60_000, space));
    await fetch("http://localhost/_sandbox/snapshot", { method: "PUT", body: snapshot });
    assert.deepEqual(await (await waiting).json(), claimed);
  }
});

test("an aborted wait rejects with the signal's reason and claims no message", async () => {
  const sandbox = new Sandbox();
  const { call, register } = createApiClient(sandbox);
  const { authentication } = await register(number);
  const controller = new AbortController();
  const pending = sandbox.fetch(next(60_000), { signal: controller.signal });
  controller.abort("enough");
  await assert.rejects(pending, (reason) => reason === "enough");
  await call("POST", authentication, { method: "sms" });
  assert.equal((await sandbox.inbox.waitFor(number)).to, number);
});

test("a reset and the deletion of a space end its waits with a 409, and no others", async () => {
  const sandbox = new Sandbox();
  const control = (method, path) => sandbox.fetch(`http://localhost${path}`, { method });
  const [root, reset, deleted] = [
    sandbox.fetch(next(60_000)),
    sandbox.fetch(next(60_000, "/spaces/a")),
    sandbox.fetch(next(60_000, "/spaces/b")),
  ];
  await control("POST", "/spaces/a/_sandbox/reset");
  await control("DELETE", "/_sandbox/spaces/b");
  for (const response of [await reset, await deleted]) {
    assert.equal(response.status, 409);
    assert.deepEqual(await response.json(), { message: "the sandbox was reset while waiting for a message" });
  }
  await control("POST", "/_sandbox/reset");
  assert.equal((await root).status, 409);
});

test("event streams belong to one space and end when it is deleted", async () => {
  const sandbox = new Sandbox();
  const response = await sandbox.fetch("http://localhost/spaces/a/_sandbox/events");
  const text = response.text();
  await sandbox.fetch(address, creation);
  await sandbox.fetch("http://localhost/spaces/a/v1/service/service", creation);
  await sandbox.fetch("http://localhost/_sandbox/spaces/a", { method: "DELETE" });
  assert.deepEqual((await text).match(/^(?:id|event): .*$/gm), ["id: 1", "event: request", "id: 2", "event: deleted"]);
});

test("callbacks receive the events of all spaces with their names", async () => {
  const sandbox = new Sandbox();
  const spaces = [];
  sandbox.on("request", ({ space }) => spaces.push(space));
  await sandbox.fetch(address, creation);
  await sandbox.fetch("http://localhost/spaces/a/v1/service/service", creation);
  assert.deepEqual(spaces, [undefined, "a"]);
});
