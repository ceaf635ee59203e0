import assert from "node:assert/strict";
import { test } from "node:test";
import { openWorker } from "../workerd/open.mjs";
import { startServers } from "./fault-server/servers.mjs";
import { Scenario } from "./suite/harness.mjs";
import { ok, service } from "./suite/responses.mjs";

/** Before this date workerd throws for the option `cache` of a request, from it on it takes `no-store`. */
const dates = { "2024-11-10": undefined, "2024-11-11": "no-cache", "2022-03-21": undefined, "2026-01-01": "no-cache" };

for (const [compatibilityDate, expected] of Object.entries(dates)) {
  test(`client in workerd with the compatibility date ${compatibilityDate} sends its requests${expected ? " past every cache" : ""}`, async (context) => {
    const servers = await startServers();
    context.after(() => servers.close());
    const { worker, close } = await openWorker(new URL("./runtimes/call-worker.mjs", import.meta.url), {
      compatibilityDate,
    });
    context.after(close);
    const scenario = await new Scenario(servers.urls.server, "dates").script([ok(service)]);
    const response = await worker.dispatchFetch("http://localhost/", { method: "POST", body: scenario.url });
    assert.equal(await response.text(), "service-id");
    const [{ headers }] = await scenario.requests();
    assert.equal(headers["cache-control"], expected);
    assert.match(headers["x-request-id"], /^[\w-]{8,64}$/);
  });
}
