import { init, NoSuchResourceError, normalizePin, RateLimitedError, Verigator, WrongCredentialsError } from "verigator";

await init();

/**
 * Logs in the ticket's user. `askForPin` shows the form with a text, and resolves to what the user typed, or to null if the user wants another PIN.
 * Rejects if the ticket is not valid.
 */
export async function logIn(ticket, askForPin) {
  const { me } = Verigator.viaGateway("/2fa", { ticket });
  let text = await sendPin(me);
  while (text !== null) {
    const typed = await askForPin(text);
    text = typed === null ? await sendPin(me) : await checkPin(me, typed);
  }
}

async function sendPin(me) {
  try {
    await me.authenticateUsingSms();
    return "Enter the PIN that we sent you.";
  } catch (error) {
    if (error instanceof RateLimitedError)
      return `Enter the PIN if you have one. You can get another one in ${Math.ceil((error.retryAfterMs ?? 60_000) / 1000)} s.`;
    if (error instanceof WrongCredentialsError) throw error;
    return "If a PIN arrives, enter it. Otherwise request another one."; // the API may have sent it before it failed
  }
}

async function checkPin(me, typed) {
  const pin = normalizePin(typed);
  if (!/^\d{4,16}$/.test(pin)) return "Enter all digits of the PIN, and nothing else.";
  try {
    const { verified } = await me.verifyPin(pin);
    return verified ? null : "This PIN is wrong. Try again.";
  } catch (error) {
    if (error instanceof WrongCredentialsError) throw error;
    const isUsedUp = error instanceof NoSuchResourceError || error instanceof RateLimitedError;
    return isUsedUp ? "This PIN is no longer valid. Request another one." : "We could not check the PIN. Try again.";
  }
}
