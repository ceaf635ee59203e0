import { Verigator } from "verigator";
import { Sandbox } from "verigator/sandbox";

const sandbox = new Sandbox(); // the API, emulated in this process
const verigator = new Verigator(sandbox.username, sandbox.password, { fetch: sandbox.fetch });
const service = await verigator.createService("Coffee Shop", "coffeeshop.com");
const user = await service.registerUser("ada@example.com", "+3725555501");

await user.authenticateUsingSms(); // sends a PIN
const { pin } = await sandbox.inbox.waitFor("+3725555501"); // your user reads and types it
console.log(await user.verifyPin(pin));
