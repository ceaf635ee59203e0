import { Verigator } from "verigator";
import { Sandbox } from "verigator/sandbox";

const sandbox = new Sandbox();
const verigator = new Verigator(sandbox.username, sandbox.password, { fetch: sandbox.fetch });
const service = await verigator.createService("Coffee Shop", "coffeeshop.com");
const user = await service.registerUser("ada@example.com", "+46701740605");

// A read is repeated after a lost connection.
sandbox.faults.next({ kind: "truncated" });
console.log((await service.getUsers()).length); // 1

// An SMS is not: the first one may have been sent. Here it was.
sandbox.faults.next({ kind: "truncated" });
await user.authenticateUsingSms().catch((error) => console.log(error.code, error.attempts)); // connection 1
console.log(sandbox.inbox.messages().length); // 1
