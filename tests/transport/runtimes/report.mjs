import assert from "node:assert/strict";
import { test } from "node:test";
import { startServers } from "../fault-server/servers.mjs";

/** Declares a test of one runtime, with a subtest for each case. `run` receives the servers' URLs and returns the results. */
export function runtimeTest(name, run) {
  test(name, async (context) => {
    const servers = await startServers();
    context.after(() => servers.close());
    const results = await run(servers.urls, context);
    assert.ok(results.length > 50, `only ${results.length} cases ran`);
    for (const { title, failure } of results) {
      await context.test(title, () => assert.ok(failure === undefined, failure));
    }
  });
}
