import assert from "node:assert/strict";
import { mock, test } from "node:test";
// Not exported: its timing can only be tested from inside.
import { createUpstream } from "./node_modules/verigator/gateway/upstream.js";

/** An API whose calls take a time that the test sets, by a fake clock. */
function createSlowApi() {
  let milliseconds = 0;
  mock.method(performance, "now", () => milliseconds);
  mock.method(globalThis, "setTimeout", (resolve, delay) => ((milliseconds += delay), resolve()));
  const user = () => ({ verifyPin: async (duration) => { milliseconds += duration; } });
  const upstream = createUpstream({ serviceId: "service-1", verigator: { service: () => ({ user }) } });
  const timed = async (action) => {
    const start = milliseconds;
    await action();
    return milliseconds - start;
  };
  return { upstream, timed };
}

test.afterEach(() => mock.restoreAll());

test("a decoy takes as long as one of the last 32 real calls", async () => {
  const { upstream, timed } = createSlowApi();
  await upstream.call("user-1", "verifyPin", 9999);
  for (let call = 0; call < 32; call += 1) await upstream.call("user-1", "verifyPin", call < 16 ? 80 : 120);
  const seen = new Set();
  for (let decoy = 0; decoy < 500; decoy += 1) seen.add(await timed(() => upstream.imitate()));
  assert.deepEqual([...seen].sort(), [120, 80]);
});

test("the first decoy takes 150 ms", async () => {
  const { upstream, timed } = createSlowApi();
  assert.equal(await timed(() => upstream.imitate()), 150);
});

test("each call is made once, and its user object is freed", async () => {
  const seen = [];
  const user = () => ({ verifyPin: async (...values) => seen.push(values), free: () => seen.push("freed") });
  const upstream = createUpstream({ serviceId: "service-1", verigator: { service: () => ({ user }) } });
  await upstream.call("user-1", "verifyPin", "123456");
  assert.deepEqual(seen, [["123456", { maxRetries: 0 }], "freed"]);
});
