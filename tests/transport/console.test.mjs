import assert from "node:assert/strict";
import { test } from "node:test";
import { format, inspect } from "node:util";
import { Verigator } from "verigator";
import { canaries, echo, password, username } from "./suite/canaries.mjs";
import { operations } from "./suite/operations.mjs";
import { rejection } from "./suite/outcome.mjs";

const everything = { showHidden: true, depth: Infinity, getters: true, maxStringLength: Infinity, maxArrayLength: Infinity };

/** Everything that Node can be made to print of a value. */
function prints(value) {
  return [inspect(value, everything), inspect(value, { ...everything, customInspect: false }), format("%o %O %s %j", value, value, value, value)];
}

function assertNoCanary(value, place) {
  for (const text of prints(value)) {
    for (const [name, canary] of Object.entries(canaries)) assert.ok(!text.includes(canary), `${place} shows the ${name}: ${text}`);
  }
}

test("printed errors and events of every operation show no secret", async () => {
  const answers = [
    async () => Response.json({ message: echo }, { status: 403, headers: { "x-request-id": echo } }),
    async () => new Response(echo),
    async (_, init) => { throw Object.assign(new Error(init.headers.get("x-service-auth")), { init }); },
    () => ({ then() {} }),
  ];
  for (const fetch of answers) {
    for (const [name, { call }] of Object.entries(operations)) {
      const events = [];
      const note = (event) => void events.push(event);
      const hooks = { onRequest: note, onResponse: note, onRetry: note };
      const client = new Verigator(username, password, { baseUrl: "http://localhost", fetch, timeoutMs: 5, maxRetries: 0, ...hooks });
      const outcome = await call(client).catch((error) => error);
      for (const output of [outcome, ...events]) assertNoCanary(output, name);
    }
  }
});

test("printed client, service and user show no secret", () => {
  const client = new Verigator(username, password);
  const service = client.service("id");
  for (const object of [client, service, service.user("id")]) assertNoCanary(object, object.constructor.name);
});

test("printed error tells what happened, and what was thrown", async () => {
  const fetch = () => Promise.reject(Object.assign(new TypeError("no route"), { code: "EOTHER" }));
  const client = new Verigator(username, password, { baseUrl: "http://localhost", fetch, maxRetries: 0 });
  const text = inspect(await rejection(client.getService("id")));
  assert.match(text, /^ConnectionError: getService: the connection failed/);
  assert.match(text, /\[cause\]: .*TypeError.*: no route/);
  assert.match(text, /code: 'connection'/);
});
