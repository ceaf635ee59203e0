/** The options of a gateway of Number Verification. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { Verigator } from "verigator";
import { createGateway, memoryLimits } from "verigator/gateway";
import { createSite } from "./site.mjs";

const createNumberSite = (options) => createSite({ api: "number-verification", ...options });

test("a gateway has exactly one client, and the error says what came", () => {
  const verigator = new Verigator("username", "password");
  for (const [options, message] of [
    [{ verigator }, /^numberVerification: expected one client, got verigator too; create a gateway for each API$/],
    [{ numberVerification: undefined }, /^verigator: expected a client, .* or else numberVerification/],
    [{ numberVerification: {} }, /^numberVerification: expected a client, new NumberVerification/],
    [{ numberVerification: verigator }, /^numberVerification: expected a client, new NumberVerification/],
    [{ numberVerification: null }, /^numberVerification: expected a client/],
    [{ phoneNumber: undefined }, /^phoneNumber: expected a function/],
    [{ phoneNumber: "+3725555555" }, /^phoneNumber: expected a function/],
    [{ serviceId: "a/b" }, /^serviceId: expected none, or that of a gateway of Verigator/],
    [{ allowedPrefixes: "+372" }, /^allowedPrefixes: expected a list of prefixes/],
    [{ allowedPrefixes: [] }, /^allowedPrefixes: expected a list of prefixes/],
    [{ allowedPrefixes: ["372"] }, /^allowedPrefixes: expected a list of prefixes/],
    [{ allowedPrefixes: ["+372", "+"] }, /^allowedPrefixes: expected a list of prefixes/],
    [{ phonenumber: () => null }, /^phonenumber: unknown option/],
  ])
    assert.throws(() => createNumberSite(options), { name: "TypeError", message }, String(message));
});

test("the options of Number Verification are refused beside verigator", () => {
  for (const options of [{ phoneNumber: () => null }, { verifyNumber: {} }, { allowedPrefixes: ["+372"] }]) {
    const [name] = Object.keys(options);
    const message = `${name}: expected it with numberVerification only, got it with verigator`;
    assert.throws(() => createSite({ api: "verigator", ...options }), { name: "TypeError", message });
  }
});

const wrongMessages = [
  [{ cookie: "chosen" }, /^verifyNumber: cookie: expected none/],
  [{ template: "no placeholder" }, /^verifyNumber: template: expected a text with <PIN>, got one without$/],
  [{ template: 5 }, /^verifyNumber: template: expected a text$/],
  [{ pinLength: 3 }, /^verifyNumber: pinLength: expected a whole number from 4 to 16$/],
  [{ pinLength: 6.5 }, /^verifyNumber: pinLength: expected a whole number from 4 to 16$/],
  [{ maxTries: 0 }, /^verifyNumber: maxTries: expected a whole number from 1 to 100$/],
  [{ maxTries: 4 }, /^verifyNumber: maxTries: expected no more messages for one start than each limit/],
  [{ validitySeconds: 1801 }, /^verifyNumber: validitySeconds: expected a whole number from 1 to 1800$/],
  [{ retryDelaySeconds: "30" }, /^verifyNumber: retryDelaySeconds: expected a whole number from 1 to 1800$/],
  [{ from: "" }, /^verifyNumber: from: expected a text$/],
  [{ pin_length: 6 }, /^verifyNumber: pin_length: unknown option, expected one of pinLength,/],
  [null, /^verifyNumber: expected an object of options, got null$/],
  ["text", /^verifyNumber: expected an object of options, got string$/],
];

test("a policy that allows nothing creates a gateway that sends nothing", async () => {
  const site = createNumberSite({ policy: { sendsGlobal: { count: 0, seconds: 60 } } });
  assert.equal((await site.start()).status, 429);
  assert.deepEqual(site.upstream.calls, []);
});

test("options of a message that can't be used are refused at creation", () => {
  for (const [verifyNumber, message] of wrongMessages)
    assert.throws(() => createNumberSite({ verifyNumber }), { name: "TypeError", message });
});

test("a function that returns such options sends nothing, and the operator gets the error", async () => {
  for (const [options, message] of wrongMessages) {
    const site = createNumberSite({ verifyNumber: () => options });
    assert.equal((await site.start()).status, 500);
    assert.match(site.errors[0].message, message);
    assert.deepEqual([site.upstream.calls, (await site.status()).body.started], [[], false]);
  }
});

test("hooks that throw fail the request like others, and reject for the site's own server", async () => {
  const failing = () => {
    throw new Error("database down");
  };
  for (const options of [{ phoneNumber: failing }, { phoneNumber: async () => failing() }, { verifyNumber: failing }]) {
    const site = createNumberSite(options);
    assert.equal((await site.start()).status, 500);
    assert.equal(site.errors[0].message, "database down");
    await assert.rejects(site.gateway.user("user-1").authenticateUsingSms(), { message: "database down" });
    assert.deepEqual(site.upstream.calls, []);
  }
});

test("verifyNumber gets the request, or one without headers for the site's own server", async () => {
  const texts = { et: "Sinu kood on <PIN>", en: "Your code is <PIN>" };
  const seen = [];
  const verifyNumber = (request, userId) => {
    seen.push(userId);
    return { template: texts[request.headers.get("accept-language")] ?? texts.en };
  };
  const site = createNumberSite({ verifyNumber });
  const templates = () => site.upstream.calls.map(({ options }) => options.template);
  await site.send("POST", { method: "sms" }, { user: "a", headers: { "accept-language": "et" } });
  await site.gateway.user("b").authenticateUsingSms();
  const request = new Request("https://shop.example/login", { headers: { "accept-language": "et" } });
  await site.gateway.user("c", { request }).authenticateUsingSms();
  assert.deepEqual(templates(), [texts.et, texts.en, texts.et]);
  assert.deepEqual(seen, ["a", "b", "c"]);
  assert.throws(() => site.gateway.user("d", { request: "et" }), /^TypeError: user: request: expected a Request/);
});

test("the client gets the operator's options, the lifetime of the authentication, and no retries", async () => {
  const site = createNumberSite({ verifyNumber: { from: "Shop", pinLength: 5, template: undefined } });
  await site.start();
  assert.deepEqual(site.upstream.calls[0].options, {
    from: "Shop",
    pinLength: 5,
    validitySeconds: 600,
    maxRetries: 0,
  });
});

const gsm = (places) => "a".repeat(places - 6) + "<PIN>";

test("a template of more than one segment is reported once at creation, with what it costs", async () => {
  for (const [verifyNumber, expected] of [
    [{ template: gsm(160) }, undefined],
    [{ template: gsm(161) }, /takes 2 segments .* costs as much as 2 messages: one segment has 160 characters/],
    [{ template: gsm(160), pinLength: 7 }, /takes 2 segments/],
    [{ template: `€${gsm(158)}` }, undefined],
    [{ template: `€${gsm(159)}` }, /takes 2 segments/],
    [{ template: `õ${gsm(69)}` }, undefined],
    [{ template: `õ${gsm(70)}` }, /takes 2 segments .*: it has a character outside of the GSM alphabet/],
    [{ template: `õ${gsm(200)}`, maxTries: 2 }, /takes 3 segments .* as much as 3 messages, and up to 6 with maxTries/],
  ]) {
    const site = createNumberSite({ verifyNumber });
    const reported = site.errors.map(({ message }) => message);
    assert.equal(reported.length, expected ? 1 : 0, reported.join());
    if (expected) assert.match(reported[0], expected);
    await site.start();
    assert.equal(site.errors.length, reported.length);
  }
  const site = createNumberSite({ verifyNumber: () => ({ template: gsm(161) }) });
  for (const user of ["a", "b"]) await site.start(user);
  assert.equal(site.errors.length, 1, "a function is known at its first use");
});

test("without onError the console has the template's warning", (t) => {
  const warn = t.mock.method(console, "warn", () => {});
  createNumberSite({ onError: undefined, verifyNumber: { template: gsm(161) } });
  assert.match(warn.mock.calls[0].arguments[0], /^verigator\/gateway: verifyNumber: template: /);
});

test("the number is the destination, whatever else is said to be one", async () => {
  const policy = { sendsPerDestination: { count: 1, seconds: 3600 } };
  const site = createNumberSite({ policy, phoneNumber: () => "+3725555555" });
  await site.gateway.user("a", { destination: "one" }).authenticateUsingSms();
  await assert.rejects(
    site.gateway.user("b", { destination: "another" }).authenticateUsingSms(),
    /sendsPerDestination/,
  );
});

test("two gateways, one for each API, share the budget of the whole and of networks by the service's id", async () => {
  const one = { count: 1, seconds: 3600 };
  for (const [policy, isShared] of [
    [{ sendsGlobal: one }, true],
    [{ sendsPerAddress: one }, true],
    [{ sendsPerUser: one }, false],
  ])
    for (const serviceId of ["service-1", undefined]) {
      const limits = memoryLimits();
      const old = createSite({ api: "verigator", limits, policy });
      const now = createNumberSite({ limits, policy, serviceId });
      const headers = { "x-address": "192.0.2.1" };
      assert.equal((await old.send("POST", { method: "sms" }, { user: "verigator-id", headers })).status, 201);
      const { status } = await now.send("POST", { method: "sms" }, { user: "42", headers });
      assert.equal(status, isShared && serviceId !== undefined ? 429 : 201, JSON.stringify([policy, serviceId]));
    }
});

test("a user with one id in both gateways has one lockout", async () => {
  const limits = memoryLimits();
  const policy = { lockout: { failures: 1, seconds: 3600 }, maxAttempts: 1 };
  const old = createSite({ api: "verigator", limits, policy });
  const now = createNumberSite({ limits, policy, serviceId: "service-1" });
  await old.start("same");
  await old.verify("000000", "same");
  assert.ok((await now.gateway.status("same")).lockedUntil);
});

test("polluted prototypes add no options", async (t) => {
  for (const name of ["cookie", "template", "maxTries", "request"]) Object.prototype[name] = "polluted";
  t.after(() => {
    for (const name of ["cookie", "template", "maxTries", "request"]) delete Object.prototype[name];
  });
  const site = createNumberSite({ verifyNumber: { from: "Shop" } });
  assert.equal((await site.start()).status, 201);
  assert.deepEqual(Object.keys(site.upstream.calls[0].options), ["from", "validitySeconds", "maxRetries"]);
  assert.throws(() => createGateway({}), TypeError);
});
