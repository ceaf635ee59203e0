import { init, RateLimitedError, Verigator } from "verigator";

await init(); // loads the wasm
const gateway = Verigator.viaGateway("/2fa");

/** Sends a PIN. Resolves to a text for the user. */
export async function sendPin(): Promise<string> {
  try {
    await gateway.me.authenticateUsingSms();
    return "Enter the PIN that we sent you.";
  } catch (error) {
    if (!(error instanceof RateLimitedError)) throw error;
    return `Please wait ${Math.ceil((error.retryAfterMs ?? 0) / 1000)} s.`;
  }
}

/** Checks what the user typed. Resolves to null once the user is logged in, else to a text. */
export async function checkPin(pin: string): Promise<string | null> {
  const { verified } = await gateway.me.verifyPin(pin);
  if (verified) return null;
  const { attemptsLeft } = await gateway.status();
  return attemptsLeft ? `That PIN is wrong. Attempts left: ${attemptsLeft}.` : "Request a new PIN.";
}
