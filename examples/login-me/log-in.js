import { init, NoSuchResourceError, normalizePin, RateLimitedError, Verigator, WrongCredentialsError } from "verigator";

await init(); // loads the wasm
const gateway = Verigator.viaGateway("/2fa");

/** Sends a PIN. Resolves to a text for the user. */
export async function sendPin() {
  try {
    await gateway.me.authenticateUsingSms();
    return "Enter the PIN that we sent you.";
  } catch (error) {
    if (error instanceof RateLimitedError)
      return `Enter the PIN if you have one. You can get another one in ${Math.ceil((error.retryAfterMs ?? 60_000) / 1000)} s.`;
    if (error instanceof WrongCredentialsError) throw error; // the user has not passed the first factor
    return "If a PIN arrives, enter it. Otherwise request another one."; // the API may have sent it before it failed
  }
}

/** Checks what the user typed. Resolves to null once the user is logged in, else to a text. */
export async function checkPin(text) {
  const pin = normalizePin(text);
  if (!/^\d{4,16}$/.test(pin)) return "Enter all digits of the PIN, and nothing else.";
  try {
    const result = await gateway.me.verifyPin(pin);
    if (result.verified) return null;
    if (result.reason === "expired") return "This PIN has expired. Request another one.";
    const { attemptsLeft } = await gateway.status();
    return attemptsLeft
      ? `This PIN is wrong. Attempts left: ${attemptsLeft}.`
      : "Too many wrong PINs. Request another one.";
  } catch (error) {
    if (error instanceof NoSuchResourceError) return "This PIN has expired. Request another one.";
    if (error instanceof RateLimitedError) return "Too many wrong PINs. Request another one.";
    throw error;
  }
}
