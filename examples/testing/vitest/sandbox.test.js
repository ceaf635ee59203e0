import { beforeEach, expect, test } from "vitest";
import { Verigator } from "verigator";
import { Sandbox } from "verigator/sandbox";

const sandbox = new Sandbox();
const verigator = new Verigator(sandbox.username, sandbox.password, { fetch: sandbox.fetch });

beforeEach(() => sandbox.reset());

test("a user with the app is verified by its code", async () => {
  const service = await verigator.createService("Coffee Shop", "coffeeshop.com");
  const user = await service.registerUser("ann@example.com", "+46701740605");
  const device = sandbox.devices.attach("+46701740605");
  expect(await user.authenticateUsingTotp()).toMatchObject({ method: "totp" });
  expect(await user.verifyPin(device.code(user.id))).toMatchObject({ verified: true });
});
