import { phoneNumber, pin } from "./operations.mjs";

export const username = "canary-username";
export const password = 'p4ss-CANARY"\\<&>%20 word';

/** Secrets in every form in which they are sent or could be echoed. */
export const canaries = {
  password,
  "auth header": `${username}:${password}`,
  PIN: pin,
  "phone number": phoneNumber,
  "phone number without spaces": phoneNumber.replaceAll(" ", ""),
  "digits of the phone number": phoneNumber.replace(/\D/g, ""),
};

/** A string that contains all canaries. */
export const echo = Object.entries(canaries)
  .map(([name, canary]) => `${name} is ${canary}`)
  .join("; ");
