import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { runInNewContext } from "node:vm";
import nodeFetch from "node-fetch";
import { fetch as undiciFetch } from "undici";
import { Verigator } from "verigator";
import * as verigator from "verigator";
import { startServers } from "./fault-server/servers.mjs";
import { endless, errorResponse, ok } from "./suite/responses.mjs";
import { Harness } from "./suite/harness.mjs";
import { operations } from "./suite/operations.mjs";
import { rejection } from "./suite/outcome.mjs";

const fetches = { "fetch of the undici package": undiciFetch, "node-fetch package": nodeFetch };

let servers;
let harness;

before(async () => {
  servers = await startServers();
  harness = new Harness(verigator, servers.urls, { name: "foreign" });
});

after(() => servers.close());

for (const [name, fetch] of Object.entries(fetches)) {
  test(`every operation works with the ${name}`, async () => {
    for (const { call, request, response } of Object.values(operations)) {
      const scenario = await harness.scenario(response);
      await call(harness.client(scenario, { fetch }));
      assert.deepEqual(await scenario.requestLines(), [request]);
    }
  });

  test(`error response has its class, message and request id with the ${name}`, async () => {
    const scenario = await harness.scenario(errorResponse(401, { "x-request-id": "some-id" }));
    const error = await rejection(harness.client(scenario, { fetch }).getService("id"));
    assert.equal(error.name, "WrongCredentialsError");
    assert.equal(error.serverMessage, "no");
    assert.equal(error.requestId, "some-id");
  });

  test(`body of 200 MB is not read to its end with the ${name}`, async () => {
    const scenario = await harness.scenario(endless);
    const error = await rejection(harness.client(scenario, { fetch }).getService("id"));
    assert.equal(error.code, "invalid_response");
    assert.ok((await scenario.closed()) < 100_000_000);
  });

  test(`redirect is not followed with the ${name}`, async () => {
    const second = await harness.secondScenario();
    const scenario = await harness.scenario({ status: 302, headers: { location: second.url } });
    const error = await rejection(harness.client(scenario, { fetch }).getService("id"));
    assert.equal(error.code, "redirect");
    assert.equal((await second.requests()).length, 0);
  });
}

test("Response from another realm is accepted", async () => {
  const createResponse = runInNewContext(`(text) => ({
    status: 200,
    headers: { get: () => null },
    text: () => Promise.resolve(text),
  })`);
  const fetch = runInNewContext("(createResponse, text) => async () => createResponse(text)")(
    createResponse,
    ok({ verified: true }).body,
  );
  const client = new Verigator("username", "password", { baseUrl: "http://localhost", fetch });
  assert.deepEqual(await operations.verifyPin.call(client), { verified: true });
});

test("error from another realm is a ConnectionError with the name and message in its cause", async () => {
  const fetch = runInNewContext("async () => { throw new TypeError('from another realm'); }");
  const client = new Verigator("username", "password", { baseUrl: "http://localhost", fetch, maxRetries: 0 });
  const error = await rejection(client.getService("id"));
  assert.equal(error.name, "ConnectionError");
  assert.equal(error.cause.name, "TypeError");
  assert.equal(error.cause.message, "from another realm");
});

test("signal from another realm rejects a call with its reason", async () => {
  const listeners = new Set();
  const signal = {
    aborted: false,
    reason: undefined,
    addEventListener: (_, listener) => listeners.add(listener),
    removeEventListener: (_, listener) => listeners.delete(listener),
  };
  const client = new Verigator("username", "password", {
    baseUrl: "http://localhost",
    fetch: () => new Promise(() => {}),
  });
  const call = client.getService("id", { signal });
  await new Promise((resolve) => setTimeout(resolve));
  Object.assign(signal, { aborted: true, reason: "why" });
  for (const listener of listeners) listener();
  assert.equal(await rejection(call), "why");
  assert.equal(listeners.size, 0);
});
