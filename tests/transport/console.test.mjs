import assert from "node:assert/strict";
import { test } from "node:test";
import { format, inspect } from "node:util";
import { Verigator } from "verigator";
import { canaries, echo, password, username } from "./suite/canaries.mjs";
import { operations } from "./suite/operations.mjs";
import { rejection } from "./suite/outcome.mjs";

const verbose = {
  showHidden: true,
  depth: Infinity,
  getters: true,
  maxStringLength: Infinity,
  maxArrayLength: Infinity,
};

/** Returns a value as Node prints it, in every way. */
function printed(value) {
  return [
    inspect(value, verbose),
    inspect(value, { ...verbose, customInspect: false }),
    format("%o %O %s %j", value, value, value, value),
  ];
}

function assertNoCanary(value, source) {
  for (const text of printed(value)) {
    for (const [name, canary] of Object.entries(canaries))
      assert.ok(!text.includes(canary), `${source} contains the ${name}: ${text}`);
  }
}

test("printed errors and events of every operation contain no secret", async () => {
  const fetches = [
    async () => Response.json({ message: echo }, { status: 403, headers: { "x-request-id": echo } }),
    async () => new Response(echo),
    async (_, init) => {
      throw Object.assign(new Error(init.headers.get("x-service-auth")), { init });
    },
    () => ({ then() {} }),
  ];
  for (const fetch of fetches) {
    for (const [name, { call }] of Object.entries(operations)) {
      const events = [];
      const record = (event) => void events.push(event);
      const hooks = { onRequest: record, onResponse: record, onRetry: record };
      const client = new Verigator(username, password, {
        baseUrl: "http://localhost",
        fetch,
        timeoutMs: 5,
        maxRetries: 0,
        ...hooks,
      });
      const result = await call(client).catch((error) => error);
      for (const output of [result, ...events]) assertNoCanary(output, name);
    }
  }
});

test("printed client, service and user contain no secret", () => {
  const client = new Verigator(username, password);
  const service = client.service("id");
  for (const object of [client, service, service.user("id")]) assertNoCanary(object, object.constructor.name);
});

test("printed error has its message, code and cause", async () => {
  const fetch = () => Promise.reject(Object.assign(new TypeError("no route"), { code: "EOTHER" }));
  const client = new Verigator(username, password, { baseUrl: "http://localhost", fetch, maxRetries: 0 });
  const text = inspect(await rejection(client.getService("id")));
  assert.match(text, /^ConnectionError: getService: the connection failed/);
  assert.match(text, /\[cause\]: .*TypeError.*: no route/);
  assert.match(text, /code: 'connection'/);
});
