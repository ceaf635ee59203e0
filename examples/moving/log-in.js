import { normalizePin, NumberVerification } from "verigator";

const { MESSENTE_USERNAME = "", MESSENTE_PASSWORD = "", MESSENTE_BASE_URL } = process.env;

/** The client of your account. Without a base URL it uses the live API. */
const messente = new NumberVerification(MESSENTE_USERNAME, MESSENTE_PASSWORD, { baseUrl: MESSENTE_BASE_URL });

/** Sends the PIN. Store the id that it returns in the user's session. */
export async function start(phoneNumber) {
  const started = await messente.verifyNumber(phoneNumber);
  return started.verified ? null : started.verificationId; // verified only with the option `cookie`
}

const hints = {
  invalid: "This PIN is wrong. Try again.",
  expired: "This PIN has expired. Request a new one.",
  throttled: "Too many wrong PINs. Request a new one.",
  unknown: "This PIN was rejected. Try again, or request a new one.",
};

/** Checks what the user typed. A null hint means that the user is logged in. */
export async function finish(verificationId, text) {
  const pin = normalizePin(text);
  if (!/^\d{6}$/.test(pin)) return hints.invalid;
  const result = await messente.verifyPin(verificationId, pin);
  return result.verified ? null : hints[result.reason];
}
