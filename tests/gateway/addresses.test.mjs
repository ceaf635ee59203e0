import assert from "node:assert/strict";
import { createServer } from "node:http";
import { test } from "node:test";
import { nodeRequest, toNodeHandler } from "verigator/gateway";
import { listen } from "./servers/mounts.mjs";
import { createSite } from "./site.mjs";

/** A site whose addresses may send twice. Each request has another user, so that no other limit applies. */
function createLimitedSite(options) {
  const site = createSite({ address: undefined, policy: { sendsPerAddress: { count: 2, seconds: 3600 } }, ...options });
  let users = 0;
  async function start(connection, headers) {
    users += 1;
    const init = {
      method: "POST",
      headers: { "x-user": `user-${users}`, "content-type": "application/json", ...headers },
      body: '{"method":"sms"}',
    };
    return (await site.gateway.handle(new Request("https://shop.example/2fa/auth", init), connection)).status;
  }
  return { ...site, start };
}

async function statuses(values, start) {
  const all = [];
  for (const value of values) all.push(await start(value));
  return all;
}

test("all spellings of the address passed to handle count as one", async () => {
  const { start } = createLimitedSite();
  const spellings = ["192.0.2.1", "192.0.2.1:1234", "::ffff:192.0.2.1", "[::ffff:192.0.2.1]:80"];
  assert.deepEqual(await statuses(spellings, (address) => start({ address })), [201, 201, 429, 429]);
  assert.equal(await start({ address: "192.0.2.2" }), 201);
});

test("all malformed addresses count as one, so that none bypasses the limit", async () => {
  const { start } = createLimitedSite();
  assert.deepEqual(
    await statuses(["9.9.9.9, 1.1.1.1", "8.8.8.8, 1.1.1.1", "unknown", 7], (address) => start({ address })),
    [201, 201, 429, 429],
  );
});

test("outside of Workers the header CF-Connecting-IP is ignored", async () => {
  const { start } = createLimitedSite();
  const forged = ["192.0.2.1", "192.0.2.2", "192.0.2.3"];
  const headers = (address) => ({ "cf-connecting-ip": address });
  assert.deepEqual(
    await statuses(forged, (address) => start({ address: "203.0.113.1" }, headers(address))),
    [201, 201, 429],
  );
  assert.deepEqual(await statuses(forged, () => start(undefined, headers("192.0.2.9"))), [201, 201, 201]);
});

test("the option address overrides the address of the connection", async () => {
  const { start } = createLimitedSite({ address: () => "192.0.2.1" });
  assert.deepEqual(await statuses([1, 2, 3], (index) => start({ address: `198.51.100.${index}` })), [201, 201, 429]);
});

test("the option address may be asynchronous, and one that rejects sends nothing", async () => {
  const { start } = createLimitedSite({ address: async () => "192.0.2.1" });
  assert.deepEqual(await statuses([1, 2, 3], () => start()), [201, 201, 429]);
  const failing = createLimitedSite({
    address: async () => {
      throw new Error("no address");
    },
  });
  assert.equal(await failing.start(), 500);
  assert.deepEqual([failing.upstream.calls, failing.errors.map(({ message }) => message)], [[], ["no address"]]);
});

test("a malformed address is reported once, without its value", async () => {
  const messages = [];
  const { start } = createLimitedSite({ onError: ({ message }) => messages.push(message) });
  for (const address of ["192.0.2.1", "9.9.9.9, 1.1.1.1", "unknown"]) await start({ address });
  assert.deepEqual(messages, ["address: expected an IP address, got another value; all such callers share one limit"]);
});

test("a gateway without addresses warns once, through onError or on the console", async (t) => {
  const errors = [];
  const reporting = createLimitedSite({ onError: ({ message }) => errors.push(message) });
  await reporting.start();
  await reporting.start({ address: "" });
  assert.equal(errors.length, 1);
  assert.match(errors[0], /^address: .* Use toNodeHandler, pass \{ address \} to handle, or set the option address$/);

  const { mock } = t.mock.method(console, "warn", () => {});
  const { start } = createLimitedSite({ onError: undefined });
  await start({ address: "192.0.2.1" });
  assert.equal(mock.callCount(), 0);
  await start();
  await start();
  assert.equal(mock.callCount(), 1);
});

test("hooks can access the request object of Node's server", async (t) => {
  const sessions = [];
  const note = (value) => (request) => {
    sessions.push(nodeRequest(request).session);
    return value;
  };
  const { gateway } = createSite({ identify: note("user-1"), challenge: note(true) });
  const handler = toNodeHandler(gateway);
  const url = await listen(
    t,
    createServer((incoming, outgoing) => handler(Object.assign(incoming, { session: "s1" }), outgoing)),
  );
  const response = await fetch(`${url}/2fa/auth`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: '{"method":"sms"}',
  });
  assert.equal(response.status, 201);
  assert.deepEqual(sessions, ["s1", "s1"]);
  assert.equal(nodeRequest(new Request(url)), undefined);
});
