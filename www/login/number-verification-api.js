import { NumberVerification, init } from "../verigator/browser.js";
import { newFqdn, newUserId } from "./session.js";
import { SiteError } from "./site-source.js";

const e164 = /^\+[1-9]\d{6,14}$/;
const defaultPinLength = 6;

/** The site's calls of the Number Verification API. It knows only numbers: the site keeps the users, and the id of each user's newest verification. */
export class NumberVerificationApi {
  #sandbox;
  /** Resolves to the client, once that and the sandbox are loaded. */
  #client;
  #session;

  /** Whether the API knows the newest start of a user. This one needs the id from the response to the start. */
  remembersStarts = false;

  constructor({ sandbox, recorder, session }) {
    this.#sandbox = sandbox;
    this.#client = createNumberVerification(sandbox, recorder, "page");
    // The start of the page shows the failure, even if there is no call.
    this.#client.catch(() => {});
    this.#session = session;
  }

  /** Registers a user with the site alone. Sends nothing. */
  async register(username, phoneNumber) {
    const { users, fqdn } = this.#session.value;
    if (!e164.test(toE164(phoneNumber))) throw new SiteError("invalid_data");
    if (users.some((user) => user.username === username)) throw new SiteError("resource_already_exists");
    if (!fqdn) this.#session.update({ fqdn: newFqdn() });
    return { id: newUserId() };
  }

  /** Sends a PIN to a user's number. Resolves to what the session keeps of it. */
  async start(userId, _, options) {
    const client = await this.#client;
    const message = await messageOptions(this.#sandbox);
    const number = toE164(this.#session.userOf(userId).phoneNumber);
    const { verificationId } = await client.verifyNumber(number, { ...message, ...options });
    return { method: "sms", verificationId };
  }

  async verify(userId, pin, options) {
    const { verificationId } = this.#session.userOf(userId).login;
    return (await this.#client).verifyPin(verificationId, pin, options);
  }

  /** Deletes nothing: the API has no users, so the site only forgets its own. */
  async deleteUser() {}
}

/** Creates the client. `source` is who sends its requests, as the network log names it. */
export async function createNumberVerification(sandbox, recorder, source) {
  const [{ username, password }] = await Promise.all([sandbox.settings, init()]);
  return new NumberVerification(username, password, {
    baseUrl: sandbox.urlOf("number-verification"),
    // The page of an exposed sandbox may come from another machine by http.
    dangerouslyAllowHttp: true,
    ...recorder.clientOptions(source, sandbox.fetch),
  });
}

/** Returns the options of the message: the length of a PIN, if the sandbox was started with another than the client's default. */
export async function messageOptions({ settings }) {
  const { pinLength } = await settings;
  const isOther = pinLength !== defaultPinLength && pinLength >= 4 && pinLength <= 16;
  return isOther ? { pinLength } : {};
}

/** Brings a phone number as people type it into the form of E.164: without spaces, dashes and parentheses. */
export function toE164(phoneNumber) {
  return phoneNumber.replace(/[\s()-]/g, "");
}
