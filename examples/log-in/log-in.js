import { normalizePin } from "verigator";
import { verigator } from "./account.js";

const { VERIGATOR_SERVICE_ID = "" } = process.env;
const service = verigator.service(VERIGATOR_SERVICE_ID); // sends no request

/** Registers a user, once. Store the id that it returns with your user. */
export async function enroll(email, phoneNumber) {
  const user = await service.registerUser(email, phoneNumber);
  return user.id;
}

/** Sends the PIN. Call it after your own first factor, for example the password. */
export async function start(verigatorId) {
  const { method } = await service.user(verigatorId).authenticateUsingTotp();
  return method === "totp" ? "Enter the code that the Verigator app shows." : "Enter the PIN that we sent you.";
}

const hints = {
  invalid: "This PIN is wrong. Try again.",
  expired: "This PIN has expired. Request a new one.",
  throttled: "Too many wrong PINs. Request a new one.",
  unknown: "This PIN was rejected. Try again, or request a new one.",
};

/** Checks what the user typed. A null hint means that the user is logged in. */
export async function finish(verigatorId, text) {
  const pin = normalizePin(text);
  if (!/^\d+$/.test(pin)) return hints.invalid;
  const result = await service.user(verigatorId).verifyPin(pin);
  return result.verified ? null : hints[result.reason];
}
