import { afterAll, beforeEach, expect, inject, test } from "vitest";
import { Verigator } from "verigator";
import { connectSandbox } from "verigator/sandbox";

const sandbox = await connectSandbox(inject("sandboxUrl"), { space: `worker-${process.env.VITEST_POOL_ID}` });
const verigator = new Verigator(sandbox.username, sandbox.password, sandbox.clientOptions);

beforeEach(() => sandbox.reset());
afterAll(() => sandbox[Symbol.asyncDispose]());

test("a user is verified by the PIN from the SMS", async () => {
  const service = await verigator.createService("Coffee Shop", "coffeeshop.com");
  const user = await service.registerUser("ann@example.com", "+46701740605");
  await user.authenticateUsingSms();
  const { pin } = await sandbox.inbox.waitFor("+46701740605", { timeoutMs: 30_000 });
  expect(await user.verifyPin(pin)).toMatchObject({ verified: true });
});
