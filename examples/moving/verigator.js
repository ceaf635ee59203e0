import { normalizePin, Verigator } from "verigator";

const { VERIGATOR_USERNAME = "", VERIGATOR_PASSWORD = "", VERIGATOR_SERVICE_ID = "", VERIGATOR_BASE_URL } = process.env;
const verigator = new Verigator(VERIGATOR_USERNAME, VERIGATOR_PASSWORD, { baseUrl: VERIGATOR_BASE_URL });
const service = verigator.service(VERIGATOR_SERVICE_ID);

/** Sends the PIN, or asks the app. */
export async function start(verigatorId) {
  const { method } = await service.user(verigatorId).authenticateUsingTotp();
  return method;
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
  if (!/^\d{6}$/.test(pin)) return hints.invalid;
  const result = await service.user(verigatorId).verifyPin(pin);
  return result.verified ? null : hints[result.reason];
}
