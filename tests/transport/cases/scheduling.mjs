import { assert } from "chai";
import { service } from "../suite/responses.mjs";
import { operations } from "../suite/operations.mjs";
import { rejection } from "../suite/outcome.mjs";
import { onlyIn } from "../suite/runtime-filters.mjs";

/** What test runners, zone.js and instrumentation replace. Each fake forgets what it is given. */
const fakes = {
  queueMicrotask: () => replace(globalThis, "queueMicrotask", () => {}),
  "queueMicrotask that throws": () =>
    replace(globalThis, "queueMicrotask", () => {
      throw new Error("no");
    }),
  setImmediate: () => replace(globalThis, "setImmediate", () => {}),
  setTimeout: () => replace(globalThis, "setTimeout", () => 0),
  "Promise.prototype.then": () => replace(Promise.prototype, "then", () => new Promise(() => {})),
  Promise: () =>
    replace(
      globalThis,
      "Promise",
      class extends Promise {
        then() {
          return this;
        }
      },
    ),
  "process.nextTick": () => (globalThis.process ? replace(globalThis.process, "nextTick", () => {}) : () => {}),
};

/** Replaces a member. Returns a function that restores it. */
function replace(object, name, fake) {
  const descriptor = Object.getOwnPropertyDescriptor(object, name);
  Object.defineProperty(object, name, { value: fake, configurable: true, writable: true });
  return () => (descriptor ? Object.defineProperty(object, name, descriptor) : delete object[name]);
}

/** Not a Response of the runtime's own: that of Node 24 and later needs a queueMicrotask that works. */
const instant = async () => ({ status: 200, text: async () => JSON.stringify(service) });

const cases = {
  async "call that never comes back stops no other call"(harness) {
    const client = harness.clientOf("http://localhost", {
      fetch: (url) => (url.endsWith("/stuck") ? new Promise(() => {}) : instant()),
    });
    const controller = new AbortController();
    const stuck = rejection(client.getService("stuck", { signal: controller.signal }));
    assert.equal((await client.getService("other")).id, "service-id");
    controller.abort("over");
    assert.equal(await stuck, "over");
  },

  async "call that has begun sends its request before the method returns"(harness) {
    const urls = [];
    const client = harness.clientOf("http://localhost", {
      fetch: (url) => {
        urls.push(url);
        return instant();
      },
    });
    const call = client.getService("id");
    assert.lengthOf(urls, 1);
    await call;
  },

  async "hook that calls again, frees its objects and throws changes nothing for its call"(harness) {
    const requests = [];
    let inner;
    const client = harness.clientOf("http://localhost", {
      async fetch(url) {
        requests.push(url.split("/").at(-1));
        return { status: requests.length < 3 ? 500 : 200, text: async () => "{}" };
      },
      onRequest({ attempt }) {
        if (attempt === 1) inner ??= rejection(service.getUser("inner", { maxRetries: 0 }));
        for (const object of [user, service, client]) object.free();
        throw new Error("from a hook");
      },
    });
    const service = client.service("service-id");
    const user = service.user("user-id");
    assert.isUndefined(await user.delete());
    assert.isUndefined(user.id);
    assert.equal((await inner).code, "internal");
    assert.deepEqual(requests, ["user-id", "inner", "user-id"]);
  },

  async "object that is freed while its method runs is freed once"(harness) {
    for (const free of [
      (user) => user.free(),
      (user) => user[Symbol.dispose]?.(),
      (user) => new Proxy(user, {}).free(),
    ]) {
      const errors = [];
      const onRequest = () => {
        try {
          free(user);
          free(user);
        } catch (error) {
          errors.push(error);
        }
      };
      const client = harness.clientOf("http://localhost", {
        fetch: async () => Response.json({ verified: true }),
        onRequest,
      });
      const user = client.service("service-id").user("user-id");
      assert.isTrue((await user.verifyPin("1234")).verified);
      assert.deepEqual(errors, []);
      assert.isUndefined(user.id);
    }
  },
};

/** How many requests Bun sends at once. */
const placesInBun = 256;

cases[
  "request that waits for its place in Bun's queue neither times out nor counts as sent, and leaves no place unused"
] = onlyIn("bun", async (harness) => {
  const started = [];
  const restore = replace(globalThis, "fetch", () => new Promise((resolve) => started.push(resolve)));
  try {
    const client = harness.clientOf("http://localhost", { maxRetries: 0, timeoutMs: 60_000 });
    const controllers = [new AbortController(), new AbortController()];
    const first = Array.from({ length: placesInBun }, () => client.getService("id"));
    const aborted = rejection(client.getService("id", { signal: controllers[0].signal }));
    const waiting = [client.getService("id"), client.getService("id", { timeoutMs: 1 }), client.getService("id")];
    const timedOut = rejection(waiting[1]);
    await new Promise((resolve) => setTimeout(resolve, 5));
    assert.lengthOf(started, placesInBun);
    controllers[0].abort("while it waits");
    assert.equal(await aborted, "while it waits");
    started[0](instant());
    started[1](instant());
    await Promise.all(first.slice(0, 2));
    const error = await timedOut;
    assert.deepEqual([error.code, error.attempts], ["timeout", 1]);
    assert.lengthOf(started, placesInBun + 3);
    for (const respond of started) respond(instant());
    await Promise.all([...first, waiting[0], waiting[2]]);
  } finally {
    restore();
  }
});

for (const [name, fake] of Object.entries(fakes)) {
  cases[`calls settle while ${name} is a fake, and after a call that was made then`] = async (harness) => {
    const client = harness.clientOf("http://localhost", { fetch: instant });
    const outcomes = [];
    const restore = fake();
    // Neither an await nor a then of this test's own: they would wait in the fake.
    for (const { call } of [operations.getService, operations.getService]) {
      call(client).finally === undefined;
      outcomes.push(call(client));
    }
    restore();
    for (const outcome of outcomes) assert.equal((await outcome).id, "service-id");
    assert.equal((await client.getService("later")).id, "service-id");
  };
}

export default cases;
