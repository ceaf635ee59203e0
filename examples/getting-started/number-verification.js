import { NumberVerification } from "verigator";
import { Sandbox } from "verigator/sandbox";

const sandbox = new Sandbox(); // both APIs, emulated in this process
const { username, password, fetch } = sandbox;
const messente = new NumberVerification(username, password, { fetch });

const started = await messente.verifyNumber("+46701740605"); // one SMS
const { pin } = await sandbox.inbox.waitFor("+46701740605");
if (!started.verified) {
  console.log(await messente.verifyPin(started.verificationId, pin));
}
