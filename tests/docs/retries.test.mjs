import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { Verigator } from "verigator";
import { Sandbox } from "verigator/sandbox";
import { copyExample, run } from "./examples.mjs";

test("a lost response is read again, and its SMS is sent once", async (t) => {
  assert.equal(await run(copyExample(t, "retries"), process.execPath, ["lost-response.js"]), "1\nconnection 1\n1\n");
});

test("the options of a call take precedence over those of the client", async (t) => {
  const sandbox = new Sandbox();
  const service = await new Verigator(sandbox.username, sandbox.password, { fetch: sandbox.fetch }).createService(
    "Cafe",
    "cafe.example",
  );
  const user = await service.registerUser("ada", "+3725555501");
  t.mock.method(globalThis, "fetch", sandbox.fetch);
  Object.assign(process.env, { VERIGATOR_USERNAME: sandbox.username, VERIGATOR_PASSWORD: sandbox.password });
  delete process.env.VERIGATOR_BASE_URL;
  const { listUsers, sendPin } = await import(join(copyExample(t, "retries"), "per-call.js"));
  sandbox.faults.next({ kind: "status", status: 503 });
  assert.equal((await listUsers(service.id, AbortSignal.timeout(300_000)))[0].id, user.id);
  await assert.rejects(listUsers(service.id, AbortSignal.abort()), { name: "AbortError" });
  assert.equal((await sendPin(service.id, user.id)).method, "sms");
  sandbox.faults.next({ kind: "status", status: 429, headers: { "Retry-After": "0" } });
  await assert.rejects(sendPin(service.id, user.id), { code: "rate_limited", attempts: 1 });
});

test("hooks log each attempt and each retry", async (t) => {
  const { createClient } = await import(join(copyExample(t, "retries"), "observe.js"));
  const sandbox = new Sandbox();
  const lines = [];
  const verigator = createClient(sandbox.username, sandbox.password, { fetch: sandbox.fetch }, (line) =>
    lines.push(line),
  );
  const service = await verigator.createService("Cafe", "cafe.example");
  sandbox.faults.next({ kind: "status", status: 503 });
  await verigator.getService(service.id);
  const shape = lines.map((line) => line.replace(/\d+ ms/, "… ms"));
  assert.deepEqual(shape, [
    "createService #1: 201 in … ms",
    "getService #1: 503 in … ms",
    "getService #1: internal, again in … ms",
    "getService #2: 200 in … ms",
  ]);
});
