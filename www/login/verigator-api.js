import { Verigator, init } from "../verigator/browser.js";
import { newFqdn } from "./session.js";

const serviceName = "Corner Coffee";

/** The site's calls of the Verigator API, which has services with users, and an app. */
export class VerigatorApi {
  /** Resolves to the client, once that and the sandbox are loaded. */
  #client;
  #session;

  /** Whether the API knows the newest start of a user, so that a PIN can be verified although the response to the start was lost. */
  remembersStarts = true;

  constructor({ sandbox, recorder, session }) {
    this.#client = createVerigator(sandbox, recorder, "page");
    // The start of the page shows the failure, even if there is no call.
    this.#client.catch(() => {});
    this.#session = session;
  }

  /** Registers a user. Resolves to an object with the user's id. */
  async register(username, phoneNumber, options) {
    return (await this.#service(options)).registerUser(username, phoneNumber, options);
  }

  /** Starts an authentication by `sms` or `totp`. Resolves to what the session keeps of it. */
  async start(userId, requestedMethod, options) {
    const name = requestedMethod === "totp" ? "authenticateUsingTotp" : "authenticateUsingSms";
    const { method } = await (await this.#user(userId))[name](options);
    return { method };
  }

  async verify(userId, pin, options) {
    return (await this.#user(userId)).verifyPin(pin, options);
  }

  async deleteUser(userId, options) {
    return (await this.#user(userId)).delete(options);
  }

  /** Returns the site's service. Creates it on first use. */
  async #service(options) {
    const { serviceId } = this.#session.value;
    const verigator = await this.#client;
    if (serviceId) return verigator.service(serviceId);
    const fqdn = newFqdn();
    const created = await verigator.createService(serviceName, fqdn, options);
    this.#session.update({ serviceId: created.id, fqdn });
    return created;
  }

  async #user(userId) {
    return (await this.#client).service(this.#session.value.serviceId).user(userId);
  }
}

/** Creates the client. `source` is who sends its requests, as the network log names it. */
export async function createVerigator({ settings, baseUrl, fetch }, recorder, source) {
  const [{ username, password }] = await Promise.all([settings, init()]);
  // The page of an exposed sandbox may come from another machine by http.
  return new Verigator(username, password, {
    baseUrl,
    dangerouslyAllowHttp: true,
    ...recorder.clientOptions(source, fetch),
  });
}
