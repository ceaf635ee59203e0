const { Verigator } = require("verigator");
const { Sandbox } = require("verigator/sandbox");

async function main() {
  const sandbox = new Sandbox();
  const { username, password, fetch } = sandbox;
  const verigator = new Verigator(username, password, { fetch });
  const service = await verigator.createService("Cafe", "cafe.example");
  const user = await service.registerUser("ada", "+46701740605");

  await user.authenticateUsingSms();
  const { pin } = await sandbox.inbox.waitFor("+46701740605");
  console.log(await user.verifyPin(pin));
}

main();
