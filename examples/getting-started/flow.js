import { Verigator } from "verigator";
import { Sandbox } from "verigator/sandbox";

const sandbox = new Sandbox(); // the API, emulated in this process
const { username, password, fetch } = sandbox;
const verigator = new Verigator(username, password, { fetch });
const service = await verigator.createService("Cafe", "cafe.example");
const user = await service.registerUser("ada", "+3725555501");

await user.authenticateUsingSms(); // sends a PIN by SMS
const { pin } = await sandbox.inbox.waitFor("+3725555501");
console.log(await user.verifyPin(pin));
