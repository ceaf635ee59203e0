import { assert } from "chai";
import { username, password } from "../suite/canaries.mjs";
import { operations } from "../suite/operations.mjs";

export default {
  async "each operation sends one request, to its method and path"(harness) {
    for (const { call, request, answer } of Object.values(operations)) {
      const scenario = await harness.scenario(answer);
      await call(harness.client(scenario));
      assert.deepEqual(await scenario.arrivals(), [request]);
    }
  },

  async "credentials and what is accepted go in headers"(harness) {
    const [{ headers }] = await sent(harness, operations.getService);
    assert.equal(headers["x-service-auth"], `${username}:${password}`);
    assert.equal(headers.accept, "application/json");
  },

  async "only a request with a body has a content type"(harness) {
    const [read] = await sent(harness, operations.getService);
    const [written] = await sent(harness, operations.createService);
    assert.notProperty(read.headers, "content-type");
    assert.equal(written.headers["content-type"], "application/json");
  },

  async "client names itself where the runtime lets it"(harness) {
    const [{ headers }] = await sent(harness, operations.getService);
    if (harness.runtime.isBrowser) assert.notMatch(headers["user-agent"], /verigator/);
    else assert.match(headers["user-agent"], /^verigator-wasm\/\d+\.\d+\.\d+$/);
  },

  async "no cookie and no referrer goes along"(harness) {
    const [{ headers }] = await sent(harness, operations.createService);
    assert.notProperty(headers, "cookie");
    assert.notProperty(headers, "referer");
  },
};

async function sent(harness, { call, answer }) {
  const scenario = await harness.scenario(answer);
  await call(harness.client(scenario));
  return scenario.requests();
}
