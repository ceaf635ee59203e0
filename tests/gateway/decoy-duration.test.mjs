import assert from "node:assert/strict";
import { mock, test } from "node:test";
// Not exported: its timing can only be tested from inside.
import { createUpstream, outcomeOf } from "./node_modules/verigator/gateway/upstream.js";
import { VerigatorApi } from "./node_modules/verigator/gateway/verigator-api.js";

/** An API whose calls take a time that the test sets, by a fake clock. */
function createSlowApi() {
  let milliseconds = 0;
  mock.method(performance, "now", () => milliseconds);
  mock.method(globalThis, "setTimeout", (resolve, delay) => queueMicrotask(() => ((milliseconds += delay), resolve())));
  const take = async (duration, failure) => {
    milliseconds += duration;
    if (failure) throw failure;
  };
  const api = { probeMs: 0 };
  const probing = { probe: () => take(api.probeMs) };
  const starts = createUpstream(probing);
  const verifications = createUpstream(probing, starts);
  const timed = async (action) => {
    const start = milliseconds;
    await action();
    return milliseconds - start;
  };
  const call = (upstream, ...values) => upstream.call(() => outcomeOf(() => take(...values)));
  return { api, starts, verifications, call, timed };
}

test.afterEach(() => mock.restoreAll());

test("a decoy takes as long as one of the last 32 real calls", async () => {
  const { verifications, call, timed } = createSlowApi();
  await call(verifications, 9999);
  for (let index = 0; index < 32; index += 1) await call(verifications, index < 16 ? 80 : 120);
  const seen = new Set();
  for (let decoy = 0; decoy < 500; decoy += 1) seen.add(await timed(() => verifications.imitate()));
  assert.deepEqual([...seen].sort(), [120, 80]);
});

test("a refusal of one user is no sample, and takes as long as a real call", async () => {
  const { starts, call, timed } = createSlowApi();
  await call(starts, 129);
  const unknown = Object.assign(new Error("404"), { code: "no_such_resource", status: 404 });
  for (let round = 0; round < 40; round += 1) {
    const duration = await timed(async () => starts.conceal(await call(starts, 28, unknown)));
    assert.equal(duration, 129);
  }
});

test("a call that an outage ended is a sample of an outage", async () => {
  const { verifications, call } = createSlowApi();
  const outage = Object.assign(new Error("503"), { code: "internal", status: 503 });
  await call(verifications, 5, outage);
  assert.equal((await verifications.imitate({})).failure, outage);
});

test("in a process without calls a decoy takes as long as reading the service, or as the other operation", async () => {
  const { api, starts, verifications, call, timed } = createSlowApi();
  api.probeMs = 97;
  assert.equal(await timed(() => verifications.imitate()), 97);
  await call(starts, 131);
  api.probeMs = 0;
  assert.equal(await timed(() => verifications.imitate()), 131);
});

test("a process without any sample guesses anew each time", async () => {
  const { verifications, call, timed } = createSlowApi();
  const unknown = Object.assign(new Error("404"), { code: "no_such_resource", status: 404 });
  const seen = new Set();
  for (let round = 0; round < 50; round += 1)
    seen.add(await timed(async () => verifications.conceal(await call(verifications, 28, unknown))));
  assert.ok(seen.size > 10 && [...seen].every((duration) => duration >= 64 && duration <= 133), [...seen].join());
});

test("each call is made once, and its user object is freed", async () => {
  const seen = [];
  const user = () => ({ verifyPin: async (...values) => seen.push(values), free: () => seen.push("freed") });
  const api = new VerigatorApi({ serviceId: "service-1", verigator: { service: () => ({ user }) } });
  const { signal } = new AbortController();
  const exchange = { userId: "user-1", options: { signal, maxRetries: 7 } };
  await api.verify({ value: "123456" }, exchange, createUpstream(api));
  assert.deepEqual(seen, [["123456", { signal, maxRetries: 0 }], "freed"]);
});
