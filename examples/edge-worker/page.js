import { init, Verigator } from "verigator";

await init();

/** Logs in the ticket's user. `askForPin` shows the form; after a wrong PIN it gets the reason. */
export async function logIn(ticket, askForPin) {
  const { me } = Verigator.viaGateway("/2fa", { ticket });
  await me.authenticateUsingSms();
  let verification = await me.verifyPin(await askForPin());
  while (!verification.verified) verification = await me.verifyPin(await askForPin(verification.reason));
}
