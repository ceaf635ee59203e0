import { init, Verigator } from "verigator";
import { Sandbox } from "verigator/sandbox";

await init(); // loads the wasm; other runtimes do this by themselves

const sandbox = new Sandbox();
const { username, password, fetch } = sandbox;
const verigator = new Verigator(username, password, { fetch });
const service = await verigator.createService("Cafe", "cafe.example");
const user = await service.registerUser("ada", "+46701740605");

await user.authenticateUsingSms();
const { pin } = await sandbox.inbox.waitFor("+46701740605");
const { verified } = await user.verifyPin(pin);
document.querySelector("[role=status]").textContent = verified ? "verified" : "rejected";
