import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { test } from "node:test";
import * as verigator from "verigator";
import * as inline from "verigator/inline";

const require = createRequire(import.meta.url);

const names = [
  "ConnectionError",
  "GatewayClient",
  "InternalError",
  "InvalidDataError",
  "InvalidInvocationError",
  "InvalidResponseError",
  "NoSuchResourceError",
  "NumberVerification",
  "RateLimitedError",
  "RedirectError",
  "ResourceAlreadyExistsError",
  "ResourceForbiddenError",
  "Service",
  "TimeoutError",
  "User",
  "Verigator",
  "VerigatorError",
  "WrongCredentialsError",
  "init",
  "normalizePin",
];

test("entries for Node export only the public names", () => {
  assert.deepEqual(Object.keys(verigator), names);
  assert.deepEqual(Object.keys(inline), names);
  assert.deepEqual(Object.keys(require("verigator")).sort(), names);
  assert.deepEqual(Object.keys(require("verigator/inline")).sort(), names);
});

test("entries for other runtimes export the public names", async () => {
  const browser = await import("./node_modules/verigator/browser.js");
  assert.deepEqual(Object.keys(browser), names);
});

test("import and require see the same classes", () => {
  const required = require("verigator");
  for (const name of names) assert.equal(required[name], verigator[name], name);
});

test("init can be awaited more than once in Node", async () => {
  assert.equal(await verigator.init(), undefined);
  assert.equal(await verigator.init(), undefined);
});

test("sandbox and gateway export only their public names, imported and required", async () => {
  const components = {
    "verigator/sandbox": ["Sandbox", "connectSandbox", "init"],
    "verigator/gateway": [
      "VerigatorLimits",
      "compareAndSwapLimits",
      "createGateway",
      "d1Limits",
      "denoKvLimits",
      "durableLimits",
      "init",
      "memoryLimits",
      "nodeRequest",
      "postgresLimits",
      "redisLimits",
      "tickets",
      "toNodeHandler",
      "trustedDevices",
    ],
  };
  for (const [component, names] of Object.entries(components)) {
    assert.deepEqual(Object.keys(await import(component)), names);
    assert.deepEqual(Object.keys(await import(`${component}/inline`)), names);
    assert.deepEqual(Object.keys(require(component)).sort(), names);
    assert.deepEqual(Object.keys(require(`${component}/inline`)).sort(), names);
  }
});

test("login and element export only their public names, imported and required", async () => {
  const modules = { "verigator/login": ["createLogin"], "verigator/element": ["VerigatorLoginElement"] };
  for (const language of ["ar", "de", "en", "es", "et", "ru"])
    modules[`verigator/element/texts/${language}`] = ["texts"];
  for (const [module, names] of Object.entries(modules)) {
    assert.deepEqual(Object.keys(await import(module)), names, module);
    assert.deepEqual(Object.keys(require(module)), names, module);
  }
});

test("a required login loads the client that is required", async () => {
  const login = require("verigator/login").createLogin({ gateway: "https://shop.example/2fa", timeoutMs: -1 });
  await login.resume();
  assert.ok(login.state.error instanceof require("verigator").InvalidInvocationError);
});
