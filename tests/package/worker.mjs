import { Verigator } from "verigator";
import * as verigator from "verigator";
import * as sandbox from "verigator/sandbox";
import { flow } from "./flow.mjs";

/** Created in the global scope, where a Worker allows neither I/O nor randomness. */
const globalSandbox = new sandbox.Sandbox();
const globalVerigator = new Verigator(globalSandbox.username, globalSandbox.password, { fetch: globalSandbox.fetch });

async function useGlobalObjects() {
  const service = await globalVerigator.createService("Coffee Shop", "coffeeshop.com");
  const user = await service.registerUser("user@example.com", "+3725555555");
  await user.authenticateUsingSms();
  const [{ pin }] = globalSandbox.inbox.messages();
  return { id: service.id, pin, ...(await user.verifyPin(pin)) };
}

/** The flow as a Cloudflare Worker. */
export default {
  async fetch(request) {
    const routes = { "/": () => flow(verigator, sandbox), "/global": useGlobalObjects };
    return Response.json(await routes[new URL(request.url).pathname]());
  },
};
