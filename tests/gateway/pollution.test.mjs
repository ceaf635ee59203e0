import assert from "node:assert/strict";
import { test } from "node:test";
import { Verigator } from "verigator";
import { createGateway, memoryLimits, tickets, toNodeHandler } from "verigator/gateway";

const evil = "https://evil.example";

/** Options that a polluted `Object.prototype` could add to a gateway, each of which would change its responses or be rejected. */
const options = {
  basePath: "/evil",
  allowedOrigins: [evil],
  policy: { sendsGlobal: 1 },
  challenge: () => false,
  address: "not a function",
  onVerified: "not a function",
  timeoutMs: -1,
};

function gateway() {
  const verigator = new Verigator("username", "password", {
    fetch: async () => Response.json({ method: "sms" }, { status: 201 }),
  });
  return createGateway({
    verigator,
    serviceId: "service",
    identify: () => "5f1a2b0c-3d4e-4f50-8a6b-7c8d9e0f1a2b",
    limits: memoryLimits(),
  });
}

for (const [name, value] of Object.entries(options)) {
  test(`gateway ignores the option ${name} of a polluted Object.prototype`, async () => {
    const { handle } = polluted(name, value, gateway);
    const start = (origin) => {
      const headers = { "content-type": "application/json", origin, "cf-connecting-ip": "192.0.2.1" };
      return handle(
        new Request("https://site.example/2fa/auth", { method: "POST", headers, body: '{"method":"sms"}' }),
      );
    };
    assert.equal((await start(evil)).status, 403);
    assert.equal((await start("https://site.example")).status, 201);
  });
}

test("a gateway reads its options from the caller's own class", () => {
  class Options {
    get serviceId() {
      return "service";
    }
    identify() {}
  }
  const own = { verigator: new Verigator("username", "password"), limits: memoryLimits() };
  assert.equal(typeof createGateway(Object.assign(new Options(), own)).handle, "function");
});

test("stores, handlers and tickets ignore the options of a polluted Object.prototype", () => {
  const { handle } = gateway();
  polluted("capacity", -1, memoryLimits);
  polluted("trustedProxies", -1, () => toNodeHandler({ handle }));
  polluted("lifetimeSeconds", -1, () => tickets("0123456789abcdef0123456789abcdef"));
});

/** Runs an action while `Object.prototype` has the property. */
function polluted(name, value, action) {
  Object.defineProperty(Object.prototype, name, { __proto__: null, value, configurable: true, writable: true });
  try {
    return action();
  } finally {
    delete Object.prototype[name];
  }
}
