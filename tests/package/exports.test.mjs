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
];

test("each entry for Node exports the public names and no other", () => {
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

test("init may be awaited in Node, more than once", async () => {
  assert.equal(await verigator.init(), undefined);
  assert.equal(await verigator.init(), undefined);
});

test("further parts export their public names, imported and required", async () => {
  const parts = {
    "verigator/sandbox": ["Sandbox", "connectSandbox", "init"],
    "verigator/gateway": ["VerigatorLimits", "createGateway", "durableLimits", "init", "memoryLimits", "tickets"],
  };
  for (const [part, names] of Object.entries(parts)) {
    assert.deepEqual(Object.keys(await import(part)), names);
    assert.deepEqual(Object.keys(await import(`${part}/inline`)), names);
    assert.deepEqual(Object.keys(require(part)).sort(), names);
    assert.deepEqual(Object.keys(require(`${part}/inline`)).sort(), names);
  }
});
