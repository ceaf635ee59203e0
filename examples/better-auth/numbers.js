/** Remembers one id for each phone number, of a Verigator user or of its own with Number Verification, so that a number has one set of limits, however it is written and whoever's it is. */
import { createHmac, randomUUID, timingSafeEqual } from "node:crypto";
import { parsePhoneNumberFromString } from "libphonenumber-js/max";
import { service, throwApiError } from "./verigator.js";

/** Returns the one form of a phone number that begins with +, without a trunk zero; undefined for other texts. */
export function normalizeNumber(text) {
  if (typeof text !== "string" || !/^\+[1-9]\d{6,15}$/.test(text)) return undefined;
  return parsePhoneNumberFromString(text)?.number;
}

/** The plugin with the table of numbers. */
export const verigatorUsers = {
  id: "verigator-users",
  schema: {
    verigatorUser: {
      fields: {
        phoneNumber: { type: "string", required: true, unique: true },
        verigatorId: { type: "string", required: true },
      },
    },
  },
};

export async function findByNumber(phoneNumber, { context: { adapter } }) {
  const found = await adapter.findOne({
    model: "verigatorUser",
    where: [{ field: "phoneNumber", value: phoneNumber }],
  });
  return found?.verigatorId;
}

export async function findOrRegister(phoneNumber, context) {
  const known = await findByNumber(phoneNumber, context);
  if (!known) return register(phoneNumber, context);
  // As many requests as for an unknown number. Otherwise the time would show who has logged in here before.
  await service?.getUser(known, { maxRetries: 0 }).catch(() => {});
  return known;
}

async function register(phoneNumber, context) {
  // The phone number is not the username: two requests at a time would conflict.
  const registered = await service?.registerUser(randomUUID(), phoneNumber).catch(throwApiError);
  const verigatorId = registered?.id ?? randomUUID();
  // This fails if another request was faster. Its Verigator user is used then.
  await context.context.adapter.create({ model: "verigatorUser", data: { phoneNumber, verigatorId } }).catch(() => {});
  return findByNumber(phoneNumber, context);
}

/** The cookie of a browser that asked for a PIN. It names the number without showing it. */
const askedCookie = (context) => context.context.createAuthCookie("asked_for_pin", { maxAge: 600 });
const nameOf = (phoneNumber, context) =>
  createHmac("sha256", context.context.secret).update(`asked ${phoneNumber}`).digest("base64url");

/** Notes in the browser that it asked for a PIN to this number. */
export async function noteAsked(phoneNumber, context) {
  const { name, attributes } = askedCookie(context);
  await context.setSignedCookie(name, nameOf(phoneNumber, context), context.context.secret, attributes);
}

/** Whether this browser asked. PINs of others are wrong and count nothing: otherwise anybody could use up the attempts of a number. */
export async function hasAsked(phoneNumber, context) {
  const asked = await context.getSignedCookie(askedCookie(context).name, context.context.secret);
  const [given, expected] = [Buffer.from(asked || ""), Buffer.from(nameOf(phoneNumber, context))];
  return given.length === expected.length && timingSafeEqual(given, expected);
}
