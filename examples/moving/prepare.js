import * as messente from "./log-in.js";
import * as verigator from "./verigator.js";

/** Starts a login with Verigator, and records who uses the app: the new API cannot reach it. */
export async function startWithVerigator(account) {
  const method = await verigator.start(account.verigatorId);
  account.usesApp = method === "totp";
  return method;
}

/** Sends a PIN to a number that the user typed after a login. Store the id in the user's session, with the number. */
export function startNumber(phoneNumber) {
  return messente.start(phoneNumber);
}

/** Stores the number once the user has typed the PIN. Until then it may be somebody else's. */
export async function finishNumber(account, { verificationId, phoneNumber }, text) {
  const hint = await messente.finish(verificationId, text);
  if (hint === null) account.phoneNumber = phoneNumber;
  return hint;
}
