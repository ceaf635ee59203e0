import { assert } from "chai";
import { service } from "../suite/responses.mjs";
import { rejection } from "../suite/outcome.mjs";
import { withAsyncLocalStorage } from "../suite/runtime-filters.mjs";

const callers = Array.from({ length: 20 }, (_, index) => `caller-${index}`);
const turn = () => new Promise((resolve) => setTimeout(resolve));

/**
 * Runs a call for each caller, all started in one turn, each in its own async context. Returns where user code ran in another context than its call's.
 * `call(caller, here)` makes the call; user code calls `here(name, caller)`.
 */
async function misplaced({ runtime: { AsyncLocalStorage } }, call) {
  const storage = new AsyncLocalStorage();
  const wrong = [];
  const here = (name, caller) => {
    if (storage.getStore() !== caller) wrong.push(`${name} of ${caller} ran in ${storage.getStore()}`);
  };
  await Promise.all(
    callers.map((caller) =>
      storage.run(caller, async () => {
        await call(caller, here);
        here("the continuation", caller);
      }),
    ),
  );
  assert.isUndefined(storage.getStore());
  return wrong;
}

const callerOf = (path) => /caller-\d+/.exec(path)[0];

const cases = {
  async "fetch and hooks run in the context of their call, whoever else calls in the same turn"(harness) {
    let here;
    const hook =
      (name) =>
      ({ path }) =>
        here(name, callerOf(path));
    const attempts = new Map();
    const client = harness.clientOf("http://localhost", {
      async fetch(url) {
        const caller = callerOf(url);
        here("fetch", caller);
        attempts.set(caller, (attempts.get(caller) ?? 0) + 1);
        await turn();
        return attempts.get(caller) < 3 ? new Response("", { status: 503 }) : Response.json(service);
      },
      onRequest: hook("onRequest"),
      onResponse: hook("onResponse"),
      onRetry: hook("onRetry"),
    });
    const wrong = await misplaced(harness, (caller, check) => {
      here = check;
      return client.getService(caller);
    });
    assert.deepEqual(wrong, []);
    assert.deepEqual(
      [...attempts.values()],
      callers.map(() => 3),
    );
  },

  async "calls over HTTP continue in the context of their caller"(harness) {
    const client = harness.client(await harness.scenario({ mirrors: true }), {
      onResponse: ({ path }) => here("onResponse", callerOf(path)),
    });
    let here;
    const wrong = await misplaced(harness, async (caller, check) => {
      here = check;
      assert.equal((await client.getService(caller)).id, caller);
    });
    assert.deepEqual(wrong, []);
  },

  async "ticket function runs in the context of its call, and each request has the ticket of its caller"(harness) {
    const { AsyncLocalStorage } = harness.runtime;
    const storage = new AsyncLocalStorage();
    const sent = [];
    const gateway = harness.verigator.Verigator.viaGateway("https://gateway.example", {
      async ticket() {
        const ticket = `e30.${storage.getStore()}.c2ln`;
        await turn();
        return ticket;
      },
      async fetch(_, { headers, body }) {
        sent.push([headers.get("authorization"), JSON.parse(body).token, storage.getStore()]);
        return Response.json({ verified: true });
      },
    });
    await Promise.all(callers.map((caller) => storage.run(caller, () => gateway.me.verifyPin(caller))));
    assert.deepEqual(
      sent,
      callers.map((caller) => [`Bearer e30.${caller}.c2ln`, caller, caller]),
    );
  },

  async "call that others wake continues in its own context"(harness) {
    const { AsyncLocalStorage } = harness.runtime;
    const storage = new AsyncLocalStorage();
    const settlers = new Map();
    const wrong = [];
    const client = harness.clientOf("http://localhost", {
      fetch: (url) => new Promise((resolve) => settlers.set(callerOf(url), () => resolve(Response.json(service)))),
      onResponse: ({ path }) => storage.getStore() !== callerOf(path) && wrong.push(`${path} in ${storage.getStore()}`),
    });
    const calls = callers.map((caller) => storage.run(caller, () => client.getService(caller)));
    await turn();
    storage.run("somebody else", () => settlers.forEach((settle) => settle()));
    await Promise.all(calls);
    assert.deepEqual(wrong, []);
  },

  async "abort in another context closes the body in the context of the call"(harness) {
    const { AsyncLocalStorage } = harness.runtime;
    const storage = new AsyncLocalStorage();
    const controllers = new Map(callers.map((caller) => [caller, new AbortController()]));
    const canceled = [];
    const bodyOf = (caller) => ({
      getReader: () => ({
        read: () => new Promise(() => {}),
        cancel: async () => void canceled.push([caller, storage.getStore()]),
      }),
    });
    const client = harness.clientOf("http://localhost", {
      fetch: async (url) => ({ status: 200, body: bodyOf(callerOf(url)) }),
    });
    const calls = callers.map((caller) =>
      storage.run(caller, () => rejection(client.getService(caller, { signal: controllers.get(caller).signal }))),
    );
    await turn();
    storage.run("somebody else", () => controllers.forEach((controller, caller) => controller.abort(caller)));
    assert.deepEqual(await Promise.all(calls), callers);
    assert.deepEqual(
      canceled,
      callers.map((caller) => [caller, caller]),
    );
  },

  async "call made in a hook runs in the context of that hook"(harness) {
    const { AsyncLocalStorage } = harness.runtime;
    const storage = new AsyncLocalStorage();
    const seen = [];
    let inner;
    const client = harness.clientOf("http://localhost", {
      async fetch(url) {
        await turn();
        seen.push([new URL(url).pathname.split("/").at(-1), storage.getStore()]);
        return Response.json(service);
      },
      onRequest() {
        inner ??= storage.run("inner", () => client.getService("inner"));
      },
    });
    await storage.run("outer", () => client.getService("outer"));
    await inner;
    assert.sameDeepMembers(seen, [
      ["inner", "inner"],
      ["outer", "outer"],
    ]);
  },
};

for (const title of Object.keys(cases)) withAsyncLocalStorage(cases[title]);

export default cases;
