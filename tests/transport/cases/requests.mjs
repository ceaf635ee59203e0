import { assert } from "chai";
import { username, password } from "../suite/canaries.mjs";
import { operations } from "../suite/operations.mjs";

export default {
  async "each operation sends one request, to its method and path"(bench) {
    for (const { call, request, answer } of Object.values(operations)) {
      const lane = await bench.lane(answer);
      await call(bench.client(lane));
      assert.deepEqual(await lane.arrivals(), [request]);
    }
  },

  async "credentials and what is accepted go in headers"(bench) {
    const [{ headers }] = await sent(bench, operations.getService);
    assert.equal(headers["x-service-auth"], `${username}:${password}`);
    assert.equal(headers.accept, "application/json");
  },

  async "only a request with a body has a content type"(bench) {
    const [read] = await sent(bench, operations.getService);
    const [written] = await sent(bench, operations.createService);
    assert.notProperty(read.headers, "content-type");
    assert.equal(written.headers["content-type"], "application/json");
  },

  async "client names itself where the runtime lets it"(bench) {
    const [{ headers }] = await sent(bench, operations.getService);
    if (bench.runtime.isBrowser) assert.notMatch(headers["user-agent"], /verigator/);
    else assert.match(headers["user-agent"], /^verigator-wasm\/\d+\.\d+\.\d+$/);
  },

  async "no cookie and no referrer goes along"(bench) {
    const [{ headers }] = await sent(bench, operations.createService);
    assert.notProperty(headers, "cookie");
    assert.notProperty(headers, "referer");
  },
};

async function sent(bench, { call, answer }) {
  const lane = await bench.lane(answer);
  await call(bench.client(lane));
  return lane.requests();
}
