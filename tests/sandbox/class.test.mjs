import assert from "node:assert/strict";
import { test } from "node:test";
import { Sandbox } from "verigator/sandbox";
import { createApiClient } from "./api-client.mjs";

const number = "+3725555555";
const newYear = Date.UTC(2026, 0, 1);

async function withUser(options) {
  const sandbox = new Sandbox(options);
  const caller = createApiClient(sandbox);
  return { sandbox, ...caller, ...(await caller.register(number)) };
}

test("credentials have defaults and can be chosen", () => {
  const byDefault = new Sandbox();
  assert.deepEqual([byDefault.username, byDefault.password], ["sandbox", "sandbox"]);
  const chosen = new Sandbox({ username: "ann", password: "a:b" });
  assert.deepEqual([chosen.username, chosen.password], ["ann", "a:b"]);
});

test("invalid options are rejected by name", () => {
  const cases = [
    [{ pinLength: 3 }, /^pinLength: expected an integer from 4 to 10/],
    [{ maxAttempts: Infinity }, /^maxAttempts: expected an integer/],
    [{ now: NaN }, /^now: expected a time/],
    [{ now: new Date("soon") }, /^now: expected a time/],
    [{ profile: "live" }, /^profile: expected docs or sdk/],
    [{ username: "a:b" }, /^username: expected a non-empty string without a colon/],
    [{ pinlength: 4 }, /^pinlength: expected only the fields username, .*, senders$/],
    [{ senders: "Cafe" }, /^senders: expected an array of names/],
    [{ seedData: [] }, /^seed: expected a JSON object/],
    [null, /^options: expected an object/],
  ];
  for (const [options, message] of cases) {
    assert.throws(() => new Sandbox(options), { name: "TypeError", message });
  }
});

test("the inbox lists messages with dates, for all numbers or one", async () => {
  const { sandbox, call, authentication } = await withUser({ now: newYear });
  await call("POST", authentication, { method: "sms" });
  const [message] = sandbox.inbox.messages();
  assert.match(message.pin, /^\d{6}$/);
  assert.deepEqual(message, {
    to: number,
    text: `Your PIN for Coffee Shop is ${message.pin}\n\n@ann.example #${message.pin}`,
    pin: message.pin,
    sentAt: new Date(newYear),
    service: "Coffee Shop",
    encoding: "GSM-7",
    segments: 1,
  });
  assert.deepEqual(sandbox.inbox.messages("+372 555-5555"), [message]);
  assert.deepEqual(sandbox.inbox.messages("+3726666666"), []);
  assert.throws(() => sandbox.inbox.messages("5555"), /to: expected a phone number/);
  sandbox.inbox.clear();
  assert.deepEqual(sandbox.inbox.messages(), []);
});

test("waitFor resolves to each message once, existing ones first", async () => {
  const { sandbox, call, authentication } = await withUser();
  await call("POST", authentication, { method: "sms" });
  const existing = await sandbox.inbox.waitFor(number);
  const later = [sandbox.inbox.waitFor(number), sandbox.inbox.waitFor("+372 (555) 5555")];
  await call("POST", authentication, { method: "sms" });
  await call("POST", authentication, { method: "sms" });
  assert.deepEqual([existing, ...(await Promise.all(later))], sandbox.inbox.messages(number));
});

test("an aborted waitFor rejects with the signal's reason and claims no message", async () => {
  const { sandbox, call, authentication } = await withUser();
  const controller = new AbortController();
  const aborted = sandbox.inbox.waitFor(number, { signal: controller.signal });
  controller.abort("enough");
  await assert.rejects(aborted, (reason) => reason === "enough");
  await assert.rejects(sandbox.inbox.waitFor(number, { signal: AbortSignal.abort() }), { name: "AbortError" });
  await call("POST", authentication, { method: "sms" });
  assert.equal((await sandbox.inbox.waitFor(number)).to, number);
});

test("waitFor rejects for an invalid number and on reset", async () => {
  const sandbox = new Sandbox();
  await assert.rejects(sandbox.inbox.waitFor("5555"), /to: expected a phone number/);
  const pending = sandbox.inbox.waitFor(number);
  sandbox.reset();
  await assert.rejects(pending, /the sandbox was reset/);
});

test("waitFor resolves to an unclaimed message of a restored snapshot", async () => {
  const { sandbox, call, authentication } = await withUser();
  await call("POST", authentication, { method: "sms" });
  const snapshot = sandbox.snapshot();
  const message = await sandbox.inbox.waitFor(number);
  for (const restore of [(data) => sandbox.restore(data), (data) => sandbox.seed(data)]) {
    const waiting = sandbox.inbox.waitFor(number, { signal: AbortSignal.timeout(300_000) });
    restore(snapshot);
    assert.deepEqual(await waiting, message);
  }
});

test("a device has accounts, codes, pushes and QR codes, and its codes are accepted", async () => {
  const { sandbox, call, authentication, userId } = await withUser({ now: newYear });
  assert.equal(sandbox.devices.get(number), undefined);
  const device = sandbox.devices.attach("+372 5555555");
  assert.equal(device.phoneNumber, number);
  assert.equal(sandbox.devices.get(number).phoneNumber, number);
  assert.deepEqual((await call("POST", authentication, { method: "totp" })).body, { method: "totp" });
  assert.deepEqual(device.pushes(), [{ service: "Coffee Shop", userId, sentAt: new Date(newYear) }]);
  const [account] = device.accounts();
  assert.equal(account.code, device.code(userId));
  assert.match(account.uri, /^otpauth:\/\/totp\/Coffee%20Shop:ann\?secret=[A-Z2-7]{32}&issuer=Coffee%20Shop$/);
  assert.match(device.qrCode(userId), /<svg /);
  sandbox.clock.advance(29_999);
  assert.equal(device.accounts()[0].validForMs, 1);
  assert.equal((await call("PUT", authentication, { token: account.code })).body.verified, true);
  sandbox.devices.detach(number);
  for (const name of ["accounts", "code", "qrCode", "pushes"])
    assert.throws(() => device[name](userId), /no such device/, name);
});

test("a device has no code for a user with another number", () => {
  const device = new Sandbox().devices.attach(number);
  assert.throws(() => device.code("unknown"), /userId: expected a user registered under/);
  assert.throws(() => device.qrCode("unknown"), /userId: expected a user registered under/);
});

test("the clock can be stopped, advanced and resumed", () => {
  const { clock } = new Sandbox({ now: new Date(newYear) });
  assert.deepEqual(clock.now(), new Date(newYear));
  clock.advance(1);
  assert.equal(clock.now().getTime(), newYear + 1);
  clock.set(newYear + 5.9);
  assert.equal(clock.now().getTime(), newYear + 5);
  clock.set(new Date(0));
  assert.equal(clock.now().getTime(), 0);
  assert.throws(() => clock.advance(-1), /milliseconds: expected a number that keeps the clock/);
  assert.throws(() => clock.set(NaN), /now: expected a time/);
  clock.resume();
  assert.ok(Math.abs(clock.now().getTime() - Date.now()) < 60_000);
});

test("requests have dates and no credentials", async () => {
  const { sandbox } = await withUser({ now: newYear, password: "hunter2" });
  const { requests } = sandbox;
  assert.equal(requests.length, 2);
  assert.deepEqual(requests[0], {
    method: "POST",
    path: "/v1/service/service",
    status: 201,
    at: new Date(newYear),
    durationMs: 0,
  });
  assert.ok(!JSON.stringify(requests).includes("hunter2"));
});

test("callbacks receive SMS, pushes and requests before the response, until they are removed", async () => {
  const { sandbox, call, authentication, userId } = await withUser();
  const received = [];
  const removers = ["sms", "push", "request"].map((event) =>
    sandbox.on(event, (value) => received.push([event, value])),
  );
  await call("POST", authentication, { method: "sms" });
  sandbox.devices.attach(number);
  await call("POST", authentication, { method: "totp" });
  assert.deepEqual(
    received.map(([event]) => event),
    ["sms", "request", "push", "request"],
  );
  assert.deepEqual(received[0][1], sandbox.inbox.messages()[0]);
  assert.equal(received[2][1].userId, userId);
  assert.ok(received[2][1].sentAt instanceof Date);
  assert.deepEqual(received[3][1], sandbox.requests.at(-1));
  removers.forEach((remove) => remove());
  await call("POST", authentication, { method: "sms" });
  assert.equal(received.length, 4);
  assert.throws(() => sandbox.on("call", () => {}), /event: expected sms, push or request/);
});

test("a snapshot survives JSON and can be restored elsewhere, and an invalid one changes nothing", async () => {
  const { sandbox, call, authentication } = await withUser({ seed: 3, now: newYear });
  await call("POST", authentication, { method: "sms" });
  const snapshot = sandbox.snapshot();
  const other = new Sandbox();
  other.restore(JSON.parse(JSON.stringify(snapshot)));
  assert.deepEqual(other.snapshot(), snapshot);
  const [{ pin }] = other.inbox.messages();
  assert.equal((await createApiClient(other).call("PUT", authentication, { token: pin })).body.verified, true);
  for (const invalid of [undefined, null, {}, { ...snapshot, version: 2 }, { ...snapshot, state: {} }]) {
    assert.throws(() => sandbox.restore(invalid), /^TypeError: snapshot: /);
  }
  assert.deepEqual(sandbox.snapshot(), snapshot);
});

test("reset restores the initial state with the same options", async () => {
  const { sandbox } = await withUser({ seed: 3, now: newYear });
  sandbox.reset();
  assert.deepEqual(sandbox.snapshot(), new Sandbox({ seed: 3, now: newYear }).snapshot());
});

test("sandboxes are independent, and equal with the same seed", async () => {
  const [first, second] = await Promise.all([withUser({ seed: 5 }), withUser({ seed: 5 })]);
  assert.equal(first.authentication, second.authentication);
  await first.call("POST", first.authentication, { method: "sms" });
  assert.equal(first.sandbox.inbox.messages().length, 1);
  assert.equal(second.sandbox.inbox.messages().length, 0);
  const unseeded = await withUser();
  assert.notEqual(unseeded.authentication, first.authentication);
});

test("the profile can be changed", async () => {
  const sandbox = new Sandbox({ profile: "sdk" });
  const { call } = createApiClient(sandbox);
  assert.equal((await call("POST", "", { fqdn: "a.com", name: "A" })).status, 200);
  sandbox.profile = "docs";
  assert.equal(sandbox.profile, "docs");
  assert.equal((await call("POST", "", { fqdn: "b.com", name: "B" })).status, 201);
});

test("fixed PINs and seed data are options, and seed data can be added later", async () => {
  const user = { id: "7d9f1c52-0a3e-4c1d-8b57-2f4f6f9f1e10", username: "ann", phoneNumber: number };
  const seedData = {
    services: [{ id: "3f0e7a4e-58b7-4b8e-9d0c-5b0d0c1f2a3b", fqdn: "a.com", name: "A", users: [user] }],
  };
  const sandbox = new Sandbox({ pins: { [number]: "123456" }, seedData });
  const { call } = createApiClient(sandbox);
  const authentication = `/${seedData.services[0].id}/users/${user.id}/auth`;
  await call("POST", authentication, { method: "sms" });
  assert.equal(sandbox.inbox.messages()[0].pin, "123456");
  sandbox.seed({ pins: { [number]: "654321" } });
  await call("POST", authentication, { method: "sms" });
  assert.equal(sandbox.inbox.messages()[1].pin, "654321");
  assert.throws(() => sandbox.seed(seedData), { message: "services[0].id: already in use" });
  assert.throws(() => new Sandbox({ pins: { [number]: "1" } }), { message: "pins: expected PINs of 6 digits" });
  assert.throws(() => new Sandbox({ seedData: { services: [{}] } }), /seed: invalid at services\[0\]/);
});

test("options of a polluted Object.prototype are ignored", async () => {
  for (const [name, value] of Object.entries({
    profile: "none",
    username: 7,
    pinLength: -1,
    times: -1,
    path: "/nowhere",
    method: "NONE",
    signal: "not a signal",
  })) {
    Object.defineProperty(Object.prototype, name, { __proto__: null, value, configurable: true, writable: true });
    let sandbox;
    let waiting;
    try {
      sandbox = new Sandbox();
      sandbox.faults.next({ kind: "status", status: 503 });
      waiting = sandbox.inbox.waitFor(number);
    } finally {
      delete Object.prototype[name];
    }
    assert.equal(sandbox.profile, new Sandbox().profile);
    assert.equal((await sandbox.fetch("https://api.verigator.com/v1/service/service/id")).status, 503, name);
    sandbox.reset();
    await assert.rejects(waiting, name);
  }
});

test("sandboxes stay random if Object.prototype has a seed", async () => {
  Object.defineProperty(Object.prototype, "seed", { __proto__: null, value: 1, configurable: true });
  let sandboxes;
  try {
    sandboxes = [new Sandbox(), new Sandbox()];
  } finally {
    delete Object.prototype.seed;
  }
  const [first, second] = await Promise.all(sandboxes.map((sandbox) => createApiClient(sandbox).register(number)));
  assert.notEqual(first.userId, second.userId);
});
