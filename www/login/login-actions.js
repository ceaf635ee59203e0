import { createPageGateway } from "../gateway/gateway.js";
import { Verigator, init } from "../verigator/browser.js";
import { newFqdn } from "./session.js";

const serviceName = "Corner Coffee";
const resendCooldownMs = 30_000;

/** The codes of errors after which the API may have handled the request all the same. */
const uncertainCodes = ["connection", "timeout", "invalid_response"];

/** The actions of the login page, each a call of the client. Each resolves when the call has succeeded, or has failed and the error is shown. */
export class LoginActions {
  /** Resolves to the client, once that and the sandbox are loaded. */
  #verigator;
  #gateway;
  #clock;
  #session;
  #callState;
  #gatewayMode;

  constructor({ sandbox, recorder, clock, session, callState, gatewayMode }) {
    this.#verigator = createClient(sandbox, recorder);
    // The start of the page shows the failure, even if there is no call.
    this.#verigator.catch(() => {});
    this.#gateway = createPageGateway({ sandbox, recorder, clock, session });
    this.#clock = clock;
    this.#session = session;
    this.#callState = callState;
    this.#gatewayMode = gatewayMode;
  }

  register(username, phoneNumber) {
    return this.#run({
      call: async (options) => (await this.#service(options)).registerUser(username, phoneNumber, options),
      onSuccess: ({ id }) => {
        const users = [...this.#session.value.users, { id, username, phoneNumber }];
        this.#session.update({ screen: "sign-in", users, userId: id });
      },
      retry: () => this.register(username, phoneNumber),
    });
  }

  authenticate(requestedMethod) {
    const { id } = this.#session.user;
    return this.#run({
      call: (options) => this.#start(id, requestedMethod, options),
      onSuccess: () => this.enterPin(),
      retry: () => this.authenticate(requestedMethod),
    });
  }

  /** Shows the screen for the PIN of the login that was started last. */
  enterPin() {
    this.#session.update({ screen: "pin", rejection: undefined });
  }

  verifyPin(pin) {
    return this.#run({
      call: async (options) => {
        this.#session.update({ rejection: undefined });
        return this.#verify(pin, options);
      },
      onSuccess: ({ verified, reason }) => {
        const signedIn = { screen: "signed-in", verifiedAt: this.#clock.now(), rejection: undefined };
        this.#session.update(verified ? signedIn : { rejection: { reason } });
      },
      retry: () => this.verifyPin(pin),
    });
  }

  deleteAccount() {
    const { id } = this.#session.user;
    return this.#run({
      call: async (options) => (await (await this.#user()).delete(options)) ?? { isDeleted: true },
      onSuccess: () => {
        const users = this.#session.value.users.filter((other) => other.id !== id);
        this.#session.update({ screen: users.length > 0 ? "sign-in" : "register", users, userId: users.at(-1)?.id });
      },
      retry: () => this.deleteAccount(),
    });
  }

  async #run({ call, onSuccess, retry }) {
    const result = await this.#callState.run(call, retry);
    if (result !== undefined) onSuccess(result);
  }

  /** Starts an authentication and keeps it as the user's login, also if it is uncertain whether it has started. */
  async #start(userId, requestedMethod, options) {
    const name = requestedMethod === "totp" ? "authenticateUsingTotp" : "authenticateUsingSms";
    try {
      const { method } = await (await this.#me())[name](options);
      this.#session.updateLogin(userId, { requestedMethod, method, ...(await this.#cooldown(method, options)) });
      return method;
    } catch (error) {
      // An SMS may have been sent, so the user can enter its PIN.
      if (options.signal.aborted || uncertainCodes.includes(error.code))
        this.#session.updateLogin(userId, { requestedMethod, method: requestedMethod });
      throw error;
    }
  }

  /** Verifies a PIN. A gateway reports used-up PIN attempts by its rate limit, which no waiting ends. */
  async #verify(pin, options) {
    try {
      return await (await this.#me()).verifyPin(pin, options);
    } catch (error) {
      if (error.code === "rate_limited" && this.#gatewayMode.value.isEnabled)
        return { verified: false, reason: "throttled" };
      throw error;
    }
  }

  /** Returns the site's service. Creates it on first use. */
  async #service(options) {
    const { serviceId } = this.#session.value;
    const verigator = await this.#verigator;
    if (serviceId) return verigator.service(serviceId);
    const fqdn = newFqdn();
    const created = await verigator.createService(serviceName, fqdn, options);
    this.#session.update({ serviceId: created.id, fqdn });
    return created;
  }

  /** Returns the user who signs in. A gateway only serves logins: registering and deleting users is the job of the site's server. */
  async #me() {
    return this.#gatewayMode.value.isEnabled ? (await this.#gateway.connect()).me : this.#user();
  }

  async #user() {
    const { serviceId, userId } = this.#session.value;
    return (await this.#verigator).service(serviceId).user(userId);
  }

  /**
   * Returns when a new PIN may be requested. A gateway enforces the cooldown itself; without one, the site has to, or it pays for every impatient
   * click. A login by app costs nothing, and leaves the cooldown of an earlier SMS as it is.
   */
  async #cooldown(method, options) {
    if (!this.#gatewayMode.value.isEnabled)
      return method === "sms" ? { resendAt: this.#clock.now() + resendCooldownMs } : {};
    const { resendAt } = await (await this.#gateway.connect()).status(options);
    return { resendAt: resendAt?.getTime() };
  }
}

async function createClient({ settings, baseUrl, fetch }, recorder) {
  const [{ username, password }] = await Promise.all([settings, init()]);
  // The page of an exposed sandbox may come from another machine by http.
  return new Verigator(username, password, {
    baseUrl,
    dangerouslyAllowHttp: true,
    ...recorder.clientOptions("page", fetch),
  });
}
