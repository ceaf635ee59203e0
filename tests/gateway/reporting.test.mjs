import assert from "node:assert/strict";
import { mock, test } from "node:test";
import { Verigator } from "verigator";
import { createGateway, memoryLimits } from "verigator/gateway";
import { currentApi, testEach } from "./apis.mjs";
import { openApi } from "./sandbox-api.mjs";
import { createSite, failWith, rightPin } from "./site.mjs";

const kinds = ({ events }) => events.map(({ kind, detail }) => (detail ? `${kind}: ${detail}` : kind));

testEach("each decision is one event, without PIN or phone number", async () => {
  const site = createSite({ policy: { maxAttempts: 2 } });
  await site.start();
  await site.start();
  await site.verify("000000");
  await site.verify(rightPin);
  await site.verify(rightPin);
  await site.verify("000000");
  assert.deepEqual(site.events, [
    { kind: "sent", userId: "user-1" },
    { kind: "limited", userId: "user-1", detail: "resendCooldownSeconds", retryAfterMs: 30_000 },
    { kind: "rejected", userId: "user-1", detail: "invalid" },
    { kind: "verified", userId: "user-1" },
    { kind: "verified", userId: "user-1", detail: "repeated" },
    { kind: "limited", userId: "user-1", detail: "notStarted" },
  ]);
  assert.doesNotMatch(JSON.stringify(site.events), new RegExp(rightPin));
});

testEach("the event of a limit names the policy's field", async () => {
  const one = { count: 1, seconds: 60 };
  const send = (site, user) => site.send("POST", { method: "sms" }, { user, headers: { "x-address": "192.0.2.1" } });
  for (const [policy, users, name] of [
    [{ sendsPerUser: one, resendCooldownSeconds: [] }, ["a", "a"], "sendsPerUser"],
    [{ sendsPerAddress: one }, ["a", "b"], "sendsPerAddress"],
    [{ sendsGlobal: one }, ["a", "b"], "sendsGlobal"],
  ]) {
    const site = createSite({ policy });
    for (const user of users) await send(site, user);
    assert.deepEqual(site.events.at(-1), { kind: "limited", userId: users[1], detail: name, retryAfterMs: 60_000 });
  }
  const site = createSite({ policy: { maxAttempts: 1 } });
  await site.start();
  await site.verify("000000");
  await site.verify("000000");
  assert.equal(site.events.at(-1).detail, "maxAttempts");
});

testEach("a failed start differs from an uncertain one", async () => {
  for (const [failure, event] of [
    [409, "send_failed: resource_already_exists"],
    [500, "send_uncertain: internal"],
    ["timeout", "send_uncertain: timeout"],
  ]) {
    const site = createSite();
    site.upstream.start = async () => {
      throw failWith(failure);
    };
    await site.start();
    assert.deepEqual(kinds(site), [event]);
  }
});

testEach("a decoy is an event for the operator", async () => {
  const site = createSite({ policy: { lockout: { failures: 1, seconds: 3600 }, resendCooldownSeconds: [] } });
  await site.start();
  for (let attempt = 0; attempt < 5; attempt += 1) await site.verify("000000");
  await site.start();
  assert.deepEqual(kinds(site), [
    "sent",
    ...Array(4).fill("rejected: invalid"),
    "locked",
    "rejected: invalid",
    "limited: lockout",
  ]);
});

testEach("hooks that throw or reject change nothing", async () => {
  const site = createSite({
    onEvent: async () => {
      throw new Error("log");
    },
    onError: () => {
      throw new Error("log");
    },
  });
  assert.equal((await site.start()).status, 201);
  assert.equal(
    (await site.send("POST", { method: "sms" }, { headers: { origin: "https://evil.example" } })).status,
    403,
  );
});

test("a rejected origin is reported once, with the expected origin and the option to set", async () => {
  const site = createSite({ allowedOrigins: ["https://www.example"] });
  const headers = { origin: "http://localhost:3000" };
  for (let round = 0; round < 3; round += 1) {
    const { status, body } = await site.send("POST", { method: "sms" }, { headers });
    assert.deepEqual([status, body], [403, { message: "this origin is not allowed" }]);
  }
  const [{ message }, ...others] = site.errors;
  for (const part of ["http://localhost:3000", "https://shop.example", "https://www.example", "allowedOrigins"])
    assert.ok(message.includes(part), message);
  assert.deepEqual(others, []);
  assert.deepEqual(
    site.events.map(({ kind }) => kind),
    ["forbidden", "forbidden", "forbidden"],
  );
  for (const part of ["http://localhost:3000", "https://shop.example"]) assert.ok(site.events[0].detail.includes(part));
});

test("a cross-site request without an origin is rejected and reported", async () => {
  const site = createSite();
  assert.equal(
    (await site.send("POST", { method: "sms" }, { headers: { "sec-fetch-site": "cross-site" } })).status,
    403,
  );
  assert.match(site.errors[0].message, /no Origin and Sec-Fetch-Site: cross-site/);
});

test("many different origins fill neither the log nor the memory", async () => {
  const site = createSite();
  for (let index = 0; index < 500; index += 1)
    await site.send("GET", undefined, { headers: { origin: `https://${index}.example` } });
  assert.equal(site.errors.length, 100);
  site.upstream.start = async () => {
    throw failWith(404);
  };
  site.upstream.getService = async () => {
    throw failWith(404);
  };
  await site.start();
  await site.settled();
  assert.match(site.errors.at(-1).message, /^serviceId: /, "other mistakes are still reported");
});

test("the reason of a 404 is looked for again if it could not be found", async () => {
  const site = createSite();
  site.upstream.start = async () => {
    throw failWith(404);
  };
  const responses = [failWith(403), failWith(404)];
  site.upstream.getService = async () => {
    throw responses.shift();
  };
  for (const user of ["a", "b"]) await site.start(user);
  await site.settled();
  assert.ok(site.errors.some(({ message }) => message.startsWith("serviceId: ")));
});

testEach("an account that the API refuses is reported on the console once if there is no onError", async (t) => {
  const { mock } = t.mock.method(console, "warn", () => {});
  const client = currentApi() === "verigator" ? "verigator" : "numberVerification";
  for (const [failure, code] of [
    [401, "wrong_credentials"],
    [403, "resource_forbidden"],
  ]) {
    mock.resetCalls();
    const site = createSite({ onError: undefined, address: () => "192.0.2.1" });
    site.upstream.start = async () => {
      throw failWith(failure);
    };
    for (let round = 0; round < 3; round += 1) await site.start();
    assert.deepEqual(
      mock.calls.map((call) => call.arguments),
      [[`verigator/gateway: ${client}: the API refused the account (${code}), so no user can log in`]],
    );
  }
});

test("without onError only mistakes in the options are logged to the console", async (t) => {
  const warn = mock.method(console, "warn", () => {});
  t.after(() => warn.mock.restore());
  const site = createSite({ onError: undefined, address: () => "192.0.2.1" });
  await site.send("POST", { method: "sms" }, { headers: { origin: "https://evil.example" } });
  site.upstream.start = async () => {
    throw failWith(500);
  };
  await site.start();
  assert.equal(warn.mock.callCount(), 1);
  assert.match(warn.mock.calls[0].arguments[0], /^verigator\/gateway: .*https:\/\/evil\.example.*allowedOrigins/);
});

/** A gateway of a sandbox, started once by a page. */
async function startOnce(options) {
  const api = await openApi();
  const errors = [];
  const identify = () => api.user.id;
  const tasks = [];
  const gateway = createGateway({
    verigator: api.verigator,
    serviceId: api.service.id,
    identify,
    address: () => "192.0.2.1",
    limits: memoryLimits(),
    onError: (error) => errors.push(error.message),
    ...options,
  });
  const browse = (url, init) => gateway.fetch(new Request(url, init), { waitUntil: (task) => tasks.push(task) });
  await Verigator.viaGateway("https://shop.example/2fa", { fetch: browse }).me.authenticateUsingSms();
  await Promise.all(tasks);
  return { errors, api };
}

test("a wrong serviceId is reported at the first call", async () => {
  const { errors } = await startOnce({ serviceId: "2ad4c9b0-5b4f-4e1c-a2b5-1f0c9d3b6b11" });
  assert.ok(
    errors.some((message) => /^serviceId: the account has no service with this id/.test(message)),
    errors.join("\n"),
  );
});

test("an identify that returns a username is reported at the first call", async () => {
  const { errors } = await startOnce({ identify: () => "ann" });
  assert.ok(
    errors.some((message) => /^identify: .*not a username/.test(message)),
    errors.join("\n"),
  );
});

test("an identify that returns an unknown id is reported at the first call, and a valid one is not", async () => {
  const unknown = await startOnce({ identify: () => "2ad4c9b0-5b4f-4e1c-a2b5-1f0c9d3b6b11" });
  assert.ok(
    unknown.errors.some((message) => /^identify: the service has no user with the id that it returned$/.test(message)),
  );
  assert.deepEqual((await startOnce()).errors, []);
});

test("an identify that returns no id is reported, and null is not", async () => {
  for (const id of ["ann smith", "a/b", 7, {}]) {
    const site = createSite({ identify: () => id });
    assert.equal((await site.start()).status, 401);
    assert.match(site.errors[0].message, /^identify: /);
  }
  for (const id of [null, undefined, ""]) {
    const site = createSite({ identify: () => id });
    assert.equal((await site.start()).status, 401);
    assert.deepEqual([site.errors, site.events], [[], []]);
  }
});
