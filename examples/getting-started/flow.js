import { Verigator } from "verigator";
import { Sandbox } from "verigator/sandbox";

const sandbox = new Sandbox(); // the API, emulated in this process
const { username, password, fetch } = sandbox;
const verigator = new Verigator(username, password, { fetch });
const service = await verigator.createService("Cafe", "cafe.example");
const user = await service.registerUser("ada", "+46701740605");

await user.authenticateUsingSms(); // sends a PIN by SMS
const { pin } = await sandbox.inbox.waitFor("+46701740605");
console.log(await user.verifyPin(pin));
