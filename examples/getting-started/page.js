import { init, Verigator } from "verigator";
import { Sandbox } from "verigator/sandbox";

await init(); // loads the wasm; other runtimes do this by themselves

const sandbox = new Sandbox();
const verigator = new Verigator(sandbox.username, sandbox.password, { fetch: sandbox.fetch });
const service = await verigator.createService("Coffee Shop", "coffeeshop.com");
const user = await service.registerUser("ada@example.com", "+3725555501");

await user.authenticateUsingSms();
const { pin } = await sandbox.inbox.waitFor("+3725555501");
const { verified } = await user.verifyPin(pin);
document.querySelector("[role=status]").textContent = verified ? "verified" : "rejected";
