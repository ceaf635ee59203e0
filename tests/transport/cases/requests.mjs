import { assert } from "chai";
import { username, password } from "../suite/canaries.mjs";
import { operations } from "../suite/operations.mjs";

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
};

async function requestsOf(harness, { call, response }) {
  const scenario = await harness.scenario(response);
  await call(harness.client(scenario));
  return scenario.requests();
}
