import { assert } from "chai";
import { username, password } from "../suite/canaries.mjs";
import { operations } from "../suite/operations.mjs";
import { rejection } from "../suite/outcome.mjs";
import { errorResponse } from "../suite/responses.mjs";

export default {
  async "each operation sends one request with its method and path"(harness) {
    for (const { call, request, response } of Object.values(operations)) {
      const scenario = await harness.scenario(response);
      await call(harness.client(scenario));
      assert.deepEqual(await scenario.requestLines(), [request]);
    }
  },

  async "credentials and the accepted media type are sent as headers"(harness) {
    const [{ headers }] = await requestsOf(harness, operations.getService);
    assert.equal(headers["x-service-auth"], `${username}:${password}`);
    assert.equal(headers.accept, "application/json");
  },

  async "only requests with a body have a Content-Type"(harness) {
    const [withoutBody] = await requestsOf(harness, operations.getService);
    const [withBody] = await requestsOf(harness, operations.createService);
    assert.notProperty(withoutBody.headers, "content-type");
    assert.equal(withBody.headers["content-type"], "application/json");
  },

  async "User-Agent names the client, except in browsers"(harness) {
    const [{ headers }] = await requestsOf(harness, operations.getService);
    if (harness.runtime.isBrowser) assert.notMatch(headers["user-agent"], /verigator/);
    else assert.match(headers["user-agent"], /^verigator-wasm\/\d+\.\d+\.\d+$/);
  },

  async "requests have no cookies and no referrer"(harness) {
    const [{ headers }] = await requestsOf(harness, operations.createService);
    assert.notProperty(headers, "cookie");
    assert.notProperty(headers, "referer");
  },

  async "each attempt has an id of its own, which its events and its error carry"(harness) {
    const scenario = await harness.scenario(errorResponse(503));
    const ids = { onRequest: [], onResponse: [], onRetry: [] };
    const hooks = Object.fromEntries(
      Object.keys(ids).map((hook) => [hook, ({ requestId }) => void ids[hook].push(requestId)]),
    );
    const error = await rejection(harness.client(scenario, hooks).getService("id"));
    const sent = (await scenario.requests()).map(({ headers }) => headers["x-request-id"]);
    assert.deepEqual(ids, { onRequest: sent, onResponse: sent, onRetry: sent.slice(0, 2) });
    assert.equal(error.requestId, sent[2]);
    if (harness.runtime.isBrowser) assert.deepEqual(sent, Array(3).fill(undefined));
    else assert.lengthOf(new Set(sent), 3);
  },

  async "id that the server gives replaces that of the client"(harness) {
    for (const [headers, expected] of [
      [{ "request-id": "of-the-server" }, "of-the-server"],
      [{ "x-request-id": "first", "request-id": "second" }, "first"],
    ]) {
      const fetch = async () => new Response("", { status: 404, headers });
      assert.equal(
        (await rejection(harness.clientOf("http://localhost", { fetch }).getService("id"))).requestId,
        expected,
      );
    }
  },

  async "request through a gateway has an id, which the error has if there is no response"(harness) {
    const sent = [];
    const fetch = async (_, { headers }) => {
      sent.push(headers.get("x-request-id"));
      throw new Error("lost");
    };
    const { me } = harness.verigator.Verigator.viaGateway("https://gateway.example", { fetch });
    const errors = [await rejection(me.authenticateUsingSms()), await rejection(me.authenticateUsingSms())];
    assert.deepEqual(
      errors.map(({ requestId }) => requestId),
      sent,
    );
    for (const id of sent) assert.match(id, /^[\w-]{8,64}$/);
    assert.notEqual(sent[0], sent[1]);
  },

  async "requests through a gateway have cookies in browsers only, since some versions of Node reject a 401 to a request that asks for them"(
    harness,
  ) {
    const sent = [];
    const fetch = async (_, { credentials }) => {
      sent.push(credentials);
      return Response.json({ verified: false });
    };
    for (const options of [{}, { ticket: "a.b.c" }]) {
      await harness.verigator.Verigator.viaGateway("https://gateway.example", { ...options, fetch }).me.verifyPin(
        "1234",
      );
    }
    assert.deepEqual(sent, Array(2).fill(harness.runtime.isBrowser ? "include" : "omit"));
  },

  async "every request says that no cache may answer or keep it"(harness) {
    const caches = [];
    for (const { call, response } of Object.values(operations)) {
      const fetch = async (_, { cache }) => {
        caches.push(cache);
        return new Response(response.body);
      };
      await call(harness.clientOf("http://localhost", { fetch }));
    }
    assert.deepEqual(
      caches,
      Object.keys(operations).map(() => "no-store"),
    );
  },
};

async function requestsOf(harness, { call, response }) {
  const scenario = await harness.scenario(response);
  await call(harness.client(scenario));
  return scenario.requests();
}
