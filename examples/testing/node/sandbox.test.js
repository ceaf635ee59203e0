import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { Verigator } from "verigator";
import { Sandbox } from "verigator/sandbox";

const sandbox = new Sandbox({ now: Date.UTC(2026, 0, 1) });
const verigator = new Verigator(sandbox.username, sandbox.password, { fetch: sandbox.fetch });

beforeEach(() => sandbox.reset());

test("a PIN expires after five minutes", async () => {
  const service = await verigator.createService("Coffee Shop", "coffeeshop.com");
  const user = await service.registerUser("ann@example.com", "+46701740605");
  await user.authenticateUsingSms();
  const { pin } = await sandbox.inbox.waitFor("+46701740605");

  sandbox.clock.advance(300_000);
  const { verified, reason } = await user.verifyPin(pin);
  assert.deepEqual({ verified, reason }, { verified: false, reason: "expired" });
});

test("the client retries after a 503", async () => {
  const service = await verigator.createService("Coffee Shop", "coffeeshop.com");
  sandbox.faults.next({ kind: "status", status: 503 }, { method: "GET" });
  assert.equal((await verigator.getService(service.id)).name, "Coffee Shop");
  assert.deepEqual(
    sandbox.requests.map(({ status }) => status),
    [201, 503, 200],
  );
});
