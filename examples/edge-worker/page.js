import { init, Verigator } from "verigator";

await init();

/** Logs in whom the ticket is for. `askForPin` shows the form; from the second time on it gets why the PIN before was refused. */
export async function logIn(ticket, askForPin) {
  const { me } = Verigator.viaGateway("/2fa", { ticket });
  await me.authenticateUsingSms();
  let answer = await me.verifyPin(await askForPin());
  while (!answer.verified) answer = await me.verifyPin(await askForPin(answer.reason));
}
