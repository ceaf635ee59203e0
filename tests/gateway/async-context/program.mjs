import { AsyncLocalStorage } from "node:async_hooks";
import { Verigator } from "verigator";
import { compareAndSwapLimits, createGateway } from "verigator/gateway";
import { Sandbox } from "verigator/sandbox";

/**
 * Lets ten users log in at the same time, each in an async context of their own, and returns which functions of the site ran where they should not have:
 * an empty list if all is right, and the names of all functions that ran.
 */
export async function run() {
  const storage = new AsyncLocalStorage();
  const seen = new Set();
  const misplaced = [];
  const here = (name, expected) => {
    seen.add(name);
    const store = storage.getStore();
    if (expected === undefined ? store === undefined : store !== expected)
      misplaced.push(`${name} of ${expected} in ${store}`);
  };

  const sandbox = new Sandbox();
  sandbox.on("sms", () => here("sandbox.on"));
  const verigator = new Verigator(sandbox.username, sandbox.password, {
    fetch: sandbox.fetch,
    onRequest: () => storage.getStore() && here("onRequest"),
  });
  const service = await verigator.createService("Coffee Shop", "coffeeshop.com");
  const users = await Promise.all(
    Array.from({ length: 10 }, (_, index) => service.registerUser(`user-${index}`, `+4670174060${index}`)),
  );
  const whoAsks = (request) => request.headers.get("x-user");

  const options = (name, database) => ({
    verigator,
    serviceId: service.id,
    identify: async (request) => (here(`${name}identify`, whoAsks(request)), whoAsks(request)),
    address: (request) => (here(`${name}address`, whoAsks(request)), "192.0.2.1"),
    challenge: async (request) => (here(`${name}challenge`, whoAsks(request)), true),
    onVerified: async (request, receipt) => here(`${name}onVerified`, receipt.userId),
    onEvent: ({ userId }) => here(`${name}onEvent`, userId),
    onError: (_, request) => here(`${name}onError`, request && whoAsks(request)),
    limits: compareAndSwapLimits(database),
    policy: { sendsPerAddress: { count: 1000, seconds: 60 } },
  });
  const values = new Map();
  const gateway = createGateway(
    options("", {
      async read(key) {
        here("read");
        return values.get(key) ?? null;
      },
      async replace(key, expected, next) {
        here("replace");
        if ((values.get(key) ?? null) !== expected) return false;
        values.set(key, next);
        return true;
      },
    }),
  );
  const failing = createGateway(
    options("failing ", {
      read: async () => {
        throw new Error("no");
      },
      replace: async () => {
        throw new Error("no");
      },
    }),
  );

  const request = (user, method, body) =>
    new Request("https://coffeeshop.com/2fa/auth", {
      method,
      body: JSON.stringify(body),
      headers: { "x-user": user.id, "content-type": "application/json" },
    });
  await Promise.all(
    users.map((user, index) =>
      storage.run(user.id, async () => {
        await (await gateway.fetch(request(user, "POST", { method: "sms" }))).text();
        here("the continuation of a start", user.id);
        await (await gateway.fetch(request(user, "GET"))).json();
        const { pin } = await sandbox.inbox.waitFor(`+4670174060${index}`);
        await (await gateway.fetch(request(user, "PUT", { token: pin }))).text();
        here("the continuation of a check", user.id);
        await (await failing.fetch(request(user, "POST", { method: "sms" }))).text();
      }),
    ),
  );
  return { misplaced, seen: [...seen].sort() };
}
