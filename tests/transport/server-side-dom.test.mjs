import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { Verigator } from "verigator";

const emulated = ["window", "document", "self", "WorkerGlobalScope"];

afterEach(() => emulated.forEach((name) => delete globalThis[name]));

test("credentials are accepted in Node with the globals of a page, as jsdom sets them", () => {
  Object.assign(globalThis, { window: globalThis, self: globalThis, document: { createElement() {} } });
  assert.ok(new Verigator("username", "password"));
});

test("credentials are accepted in Node with the globals of a browser's worker", () => {
  globalThis.self = globalThis;
  globalThis.WorkerGlobalScope = class {
    static [Symbol.hasInstance]() {
      return true;
    }
  };
  assert.ok(new Verigator("username", "password"));
});
