import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { Verigator } from "verigator";

const emulated = ["window", "document", "self", "WorkerGlobalScope"];

afterEach(() => emulated.forEach((name) => delete globalThis[name]));

test("credentials are good in Node with a page's globals emulated, as jsdom does", () => {
  Object.assign(globalThis, { window: globalThis, self: globalThis, document: { createElement() {} } });
  assert.ok(new Verigator("username", "password"));
});

test("credentials are good in Node with a browser worker's globals emulated", () => {
  globalThis.self = globalThis;
  globalThis.WorkerGlobalScope = class { static [Symbol.hasInstance]() { return true; } };
  assert.ok(new Verigator("username", "password"));
});
