/** Limits in D1, and the stores that several requests of a Worker share, in real workerd. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { d1Limits } from "verigator/gateway";
import { openWorker } from "../workerd/open.mjs";

/** Opens the Worker of `stores/shared-worker.mjs`, and returns functions that send it requests of a user. */
async function open(t, store, compatibilityDate = "2026-01-01") {
  const { worker, close } = await openWorker(new URL("./stores/shared-worker.mjs", import.meta.url), {
    compatibilityDate,
    d1Databases: { DB: "limits" },
    bindings: { STORE: store },
  });
  t.after(close);
  const send = async (method, user, body) => {
    const headers = { "content-type": "application/json", "x-user": user, "cf-connecting-ip": "192.0.2.1" };
    const response = await worker.dispatchFetch("https://shop.example/2fa/auth", {
      method,
      headers,
      body: body && JSON.stringify(body),
    });
    return { status: response.status, body: await response.json() };
  };
  return {
    worker,
    start: (user) => send("POST", user, { method: "sms" }),
    verify: (user, token) => send("POST", user, { token }),
    status: (user) => send("GET", user),
    run: async (path) => (await worker.dispatchFetch(`https://shop.example${path}`)).json(),
  };
}

const statuses = async (responses) => (await Promise.all(responses)).map(({ status }) => status);

for (const [store, date] of [
  ["d1", "2026-01-01"],
  ["slow", "2026-01-01"],
  ["slow", "2024-01-01"],
]) {
  test(`${store}, compatibility date ${date}: concurrent requests of one isolate all get their answer, and later ones do`, async (t) => {
    const site = await open(t, store, date);
    assert.deepEqual(await statuses([site.status("a"), site.status("a"), site.status("a")]), [200, 200, 200]);
    assert.deepEqual(await statuses([site.start("a"), site.start("b"), site.start("c")]), [201, 201, 201]);
    assert.equal((await site.status("a")).status, 200);
    const again = await statuses(Array.from({ length: 10 }, () => site.start("d")));
    assert.deepEqual(again.sort(), [201, ...Array(9).fill(429)]);
    const wrong = await statuses(Array.from({ length: 12 }, () => site.verify("a", "000000")));
    assert.deepEqual(wrong.sort(), [...Array(5).fill(200), ...Array(7).fill(429)]);
    assert.equal((await site.verify("b", "246813")).body.verified, true);
  });
}

test("D1: one batch for each key, expired rows are ignored and deleted, and the database's clock counts", async (t) => {
  const site = await open(t, "d1");
  await site.run("/batches");
  assert.equal((await site.start("a")).status, 201);
  assert.equal(await site.run("/batches"), 3, "the user, the network and the whole");
  assert.ok((await site.run("/keys")).includes("service/user/a"));
  await site.run("/expire");
  assert.equal((await site.status("a")).body.started, false);
  assert.equal((await site.start("a")).status, 201);
  await site.run("/expire");
  await site.run("/delete");
  assert.deepEqual(await site.run("/keys"), []);
});

test("d1Limits throws for a binding that does not exist and for a table that is no name", () => {
  const database = { prepare() {}, batch() {} };
  for (const wrong of [undefined, null, {}, "DB"])
    assert.throws(() => d1Limits(wrong), /^TypeError: d1Limits: the D1 database: expected a function prepare/);
  assert.throws(() => d1Limits(database, { table: "limits; DROP" }), /^TypeError: d1Limits: table: expected a name/);
  assert.throws(
    () => d1Limits(database, { tabel: "x" }),
    /^TypeError: d1Limits: unknown option tabel; expected table, timeoutMs, maxConflicts$/,
  );
});
