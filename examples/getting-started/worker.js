import { Verigator } from "verigator";
import { Sandbox } from "verigator/sandbox";

export default {
  async fetch() {
    const sandbox = new Sandbox();
    const verigator = new Verigator(sandbox.username, sandbox.password, { fetch: sandbox.fetch });
    const service = await verigator.createService("Coffee Shop", "coffeeshop.com");
    const user = await service.registerUser("ada@example.com", "+3725555501");

    await user.authenticateUsingSms();
    const { pin } = await sandbox.inbox.waitFor("+3725555501");
    return Response.json(await user.verifyPin(pin));
  },
};
