/** The Number Verification API by the class: messages that it sends by itself, and the client. The tests of the Rust crate have its rules. */
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { join } from "node:path";
import { test } from "node:test";
import { promisify } from "node:util";
import { NumberVerification } from "verigator";
import { Sandbox } from "verigator/sandbox";
import { openWorker } from "../workerd/open.mjs";
import { createCalls, number, pathOf } from "./number-verification/parameters.mjs";

const newYear = Date.UTC(2026, 0, 1);

/** Replaces the system clock and the timers of the runtime. */
function fakeTimers(t) {
  t.mock.timers.enable({ apis: ["setTimeout", "Date"], now: newYear });
  return (milliseconds) => t.mock.timers.tick(milliseconds);
}

const times = ({ inbox }) => inbox.messages(number).map(({ sentAt }) => sentAt.getTime() - newYear);

test("the client sends a PIN and verifies it, and the inbox has the sender and the segments", async () => {
  const sandbox = new Sandbox({ senders: ["Cafe"] });
  const messente = new NumberVerification(sandbox.username, sandbox.password, { fetch: sandbox.fetch });
  const started = await messente.verifyNumber(number, { from: "Cafe", template: "Your PIN: <PIN> ☕" });
  const { pin, text, service, encoding, segments } = await sandbox.inbox.waitFor(number);
  assert.deepEqual([text, service, encoding, segments], [`Your PIN: ${pin} ☕`, "Cafe", "UCS-2", 1]);
  assert.deepEqual(await messente.verifyPin(started.verificationId, pin === "000000" ? "000001" : "000000"), {
    verified: false,
    reason: "invalid",
  });
  assert.deepEqual(await messente.verifyPin(started.verificationId, pin), { verified: true });
});

test("the API sends again by itself when its delay is over, without a request", async (t) => {
  const tick = fakeTimers(t);
  const sandbox = new Sandbox();
  const received = [];
  sandbox.on("sms", ({ pin }) => received.push(pin));
  await createCalls(sandbox).start({ max_tries: "3", retry_delay: "30" });
  tick(29_999);
  assert.equal(received.length, 1);
  tick(1);
  assert.equal(received.length, 2);
  tick(3_600_000);
  assert.equal(received.length, 3);
  assert.equal(new Set(received).size, 1);
  assert.deepEqual(times(sandbox), [0, 30_000, 60_000]);
});

test("waits for a message resolve to one that the API sends by itself", async (t) => {
  const tick = fakeTimers(t);
  const sandbox = new Sandbox();
  await createCalls(sandbox).start({ max_tries: "3" });
  await sandbox.inbox.waitFor(number);
  const second = sandbox.inbox.waitFor(number);
  tick(30_000);
  assert.equal((await second).sentAt.getTime(), newYear + 30_000);
  const path = `/_sandbox/inbox/next?to=${encodeURIComponent(number)}&waitMs=60000`;
  const third = sandbox.fetch(`http://sandbox${path}`);
  // The request is handled in a microtask.
  await new Promise(setImmediate);
  tick(30_000);
  assert.equal((await (await third).json()).message.sentAt, "2026-01-01T00:01:00.000Z");
});

test("nothing is sent after the right PIN", async (t) => {
  const tick = fakeTimers(t);
  const sandbox = new Sandbox();
  const { start, verify } = createCalls(sandbox);
  const id = await start();
  const [{ pin }] = sandbox.inbox.messages();
  assert.equal(await verify({ verification_id: id, pin }), "VERIFIED");
  tick(3_600_000);
  assert.deepEqual(times(sandbox), [0]);
});

test("a stopped clock needs no timer, and sends when it is advanced, set or resumed", async (t) => {
  const tick = fakeTimers(t);
  const timers = t.mock.method(globalThis, "setTimeout");
  const sandbox = new Sandbox({ now: newYear });
  await createCalls(sandbox).start({ max_tries: "4" });
  assert.equal(timers.mock.callCount(), 0);
  sandbox.clock.advance(30_000);
  assert.deepEqual(times(sandbox), [0, 30_000]);
  sandbox.clock.set(newYear + 60_000);
  assert.deepEqual(times(sandbox), [0, 30_000, 60_000]);
  assert.equal(timers.mock.callCount(), 0);
  sandbox.clock.resume();
  tick(89_999);
  assert.equal(times(sandbox).length, 3);
  tick(1);
  assert.deepEqual(times(sandbox), [0, 30_000, 60_000, 90_000]);
});

test("advancing a running clock brings the next message nearer, also from a listener", async (t) => {
  const tick = fakeTimers(t);
  const sandbox = new Sandbox();
  await createCalls(sandbox).start({ max_tries: "3" });
  const remove = sandbox.on("sms", () => {
    remove();
    sandbox.clock.advance(20_000);
  });
  sandbox.clock.advance(20_000);
  tick(9_999);
  assert.deepEqual(times(sandbox), [0]);
  tick(1);
  assert.deepEqual(times(sandbox), [0, 30_000]);
  tick(9_999);
  assert.equal(times(sandbox).length, 2);
  tick(1);
  assert.deepEqual(times(sandbox), [0, 30_000, 60_000]);
});

test("a reset sends nothing later, and a restored snapshot sends what it had left", async (t) => {
  const tick = fakeTimers(t);
  const sandbox = new Sandbox();
  await createCalls(sandbox).start();
  const snapshot = sandbox.snapshot();
  sandbox.reset();
  tick(10_000);
  const restored = new Sandbox();
  restored.restore(snapshot);
  tick(19_999);
  assert.deepEqual([times(sandbox), times(restored)], [[], [0]]);
  const received = [];
  restored.on("sms", ({ pin }) => received.push(pin));
  tick(1);
  assert.deepEqual([times(sandbox), times(restored)], [[], [0, 30_000]]);
  assert.equal(received.length, 1);
});

test("spaces have their own verifications, and messages that come later have the space's name", async (t) => {
  const tick = fakeTimers(t);
  const sandbox = new Sandbox();
  const received = [];
  sandbox.on("sms", ({ space, pin }) => received.push([space, pin]));
  const inSpace = createCalls(sandbox, "https://api2.messente.com/spaces/a");
  const id = await inSpace.start();
  await createCalls(sandbox).start({ max_tries: "1" });
  tick(30_000);
  const [[, pin]] = received;
  assert.deepEqual(
    received.map(([space]) => space),
    ["a", undefined, "a"],
  );
  assert.equal(
    await createCalls(sandbox, "https://api2.messente.com/spaces/b").verify({ verification_id: id, pin }),
    "ERROR 110",
  );
  assert.equal(await inSpace.verify({ verification_id: id, pin }), "VERIFIED");
});

test("construction sets no timer, even with a message that is to be sent later", async (t) => {
  const sandbox = new Sandbox();
  await createCalls(sandbox).start({ retry_delay: "1799", validity: "1800" });
  const seedData = sandbox.snapshot();
  sandbox.reset();
  const timers = t.mock.method(globalThis, "setTimeout");
  const seeded = new Sandbox({ seedData });
  assert.equal(timers.mock.callCount(), 0);
  assert.equal(seeded.inbox.messages().length, 1);
  assert.equal(timers.mock.callCount(), 1);
  seeded.reset();
});

test("a sandbox in the global scope of a Worker sends what is due with the next request", async (t) => {
  const { worker, close } = await openWorker(new URL("./number-verification/worker.mjs", import.meta.url));
  t.after(close);
  const response = await worker.dispatchFetch("http://localhost/");
  assert.deepEqual(await response.json(), [1, 1]);
});

test("a message that is to be sent later does not keep the process running", async () => {
  const program = join(import.meta.dirname, "number-verification/program.mjs");
  const { stdout } = await promisify(execFile)(process.execPath, [program], { timeout: 60_000 });
  assert.match(stdout, /^OK vid\d{14}\n$/);
});

test("the method, an empty body and doubled slashes do not matter, and requests are recorded without the query", async () => {
  const sandbox = new Sandbox({ username: "ann", password: "canary-password" });
  const path = pathOf("start", { to: number, pin_length: "6" }, sandbox);
  for (const [method, target, init] of [
    ["POST", path],
    ["GET", path],
    ["POST", path, { headers: { "content-type": "application/json" }, body: "" }],
    ["POST", path.replace("start?", "start/?")],
    ["GET", `/${path.replace("/start", "//start")}`],
    ["POST", `/v1${path}`],
  ]) {
    const response = await sandbox.fetch(`https://api2.messente.com${target}`, { method, ...init });
    assert.equal(response.headers.get("content-type"), "text/plain");
    assert.match(await response.text(), /^OK vid\d{14}$/, `${method} ${target}`);
  }
  const [, search] = path.split("?");
  const form = { method: "POST", body: new URLSearchParams(search) };
  assert.match(await (await sandbox.fetch("https://api2.messente.com/verify/start", form)).text(), /^OK /);
  const recorded = JSON.stringify(sandbox.requests);
  assert.deepEqual(
    sandbox.requests.map(({ method, path }) => `${method} ${path}`),
    [
      "POST /verify/start",
      "GET /verify/start",
      "POST /verify/start",
      "POST /verify/start/",
      "GET //verify//start",
      "POST /v1/verify/start",
      "POST /verify/start",
    ],
  );
  for (const secret of ["ann", "canary-password", "46701740605"]) assert.ok(!recorded.includes(secret), secret);
});

test("faults affect the API, and its magic numbers select the reply", async () => {
  const sandbox = new Sandbox();
  const messente = new NumberVerification(sandbox.username, sandbox.password, { fetch: sandbox.fetch });
  sandbox.faults.next({ kind: "status", status: 503 }, { method: "POST", path: /^\/verify\/start$/ });
  await assert.rejects(messente.verifyNumber(number), { code: "internal", attempts: 1 });
  sandbox.faults.next({ kind: "connection" });
  await assert.rejects(messente.verifyPin("vid00000000000001", "123456"), { name: "ConnectionError" });
  await assert.rejects(messente.verifyNumber("+999000000209"), { name: "InternalError" });
  await assert.rejects(messente.verifyNumber("+999000000999"), { name: "InvalidResponseError" });
  assert.deepEqual(sandbox.inbox.messages(), []);
});
