import { createPageGateway } from "../gateway/gateway.js";
import { SiteError } from "./call-state.js";
import { NumberVerificationApi } from "./number-verification-api.js";
import { VerigatorApi } from "./verigator-api.js";

const resendCooldownMs = 30_000;

/** The codes of errors after which the API may have handled the request all the same. */
const uncertainCodes = ["connection", "timeout", "invalid_response"];

/** The actions of the login page, each a call of the client. Each resolves when the call has succeeded, or has failed and the error is shown. */
export class LoginActions {
  #apis;
  #gateway;
  #clock;
  #session;
  #callState;
  #gatewayMode;

  constructor({ sandbox, recorder, clock, session, callState, gatewayMode }) {
    this.#apis = {
      verigator: new VerigatorApi({ sandbox, recorder, session }),
      "number-verification": new NumberVerificationApi({ sandbox, recorder, session }),
    };
    this.#gateway = createPageGateway({ sandbox, recorder, clock, session });
    this.#clock = clock;
    this.#session = session;
    this.#callState = callState;
    this.#gatewayMode = gatewayMode;
  }

  register(username, phoneNumber) {
    return this.#run({
      call: (options) => this.#api.register(username, phoneNumber, options),
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
      call: async (options) => (await this.#api.deleteUser(options)) ?? { isDeleted: true },
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

  /** The API that the session uses. */
  get #api() {
    return this.#apis[this.#session.value.api];
  }

  /** Who starts authentications and verifies their PINs: the site itself, or the gateway of this page. */
  get #starter() {
    return this.#gatewayMode.value.isEnabled ? this.#gateway.id : "site";
  }

  /** Starts an authentication and keeps it as the user's login, also if it is uncertain whether it has started. */
  async #start(userId, requestedMethod, options) {
    const hasGateway = this.#gatewayMode.value.isEnabled;
    const hasMemory = hasGateway || this.#api.remembersStarts;
    const started = { requestedMethod, startedBy: this.#starter };
    try {
      const login = hasGateway
        ? await this.#startThroughGateway(requestedMethod, options)
        : await this.#startWithCooldown(requestedMethod, options);
      this.#session.updateLogin(userId, { ...started, ...login });
      return login.method;
    } catch (error) {
      // An SMS may have been sent. The user can enter its PIN, unless the id for that was in the response.
      if (options.signal.aborted || uncertainCodes.includes(error.code))
        this.#session.updateLogin(userId, hasMemory ? { ...started, method: requestedMethod } : undefined);
      throw error;
    }
  }

  /** A gateway enforces the cooldown itself, and says when a new PIN may be requested. */
  async #startThroughGateway(requestedMethod, options) {
    const gateway = await this.#gateway.connect();
    const name = requestedMethod === "totp" ? "authenticateUsingTotp" : "authenticateUsingSms";
    const { method } = await gateway.me[name](options);
    const { resendAt } = await gateway.status(options);
    return { method, resendAt: resendAt?.getTime() };
  }

  /**
   * Without a gateway, the site has to enforce a cooldown, or it pays for every impatient click. A login by app costs nothing, and leaves the cooldown of
   * an earlier SMS as it is.
   */
  async #startWithCooldown(requestedMethod, options) {
    const login = await this.#api.start(requestedMethod, options);
    return login.method === "sms" ? { ...login, resendAt: this.#clock.now() + resendCooldownMs } : login;
  }

  /**
   * Verifies a PIN. A gateway only serves logins: registering and deleting users is the job of the site's server. It reports used-up PIN attempts by its
   * rate limit, which no waiting ends.
   */
  async #verify(pin, options) {
    const { startedBy } = this.#session.login;
    if (!this.#api.remembersStarts && startedBy !== this.#starter) throw new SiteError("no_such_resource");
    if (!this.#gatewayMode.value.isEnabled) return this.#api.verify(pin, options);
    try {
      return await (await this.#gateway.connect()).me.verifyPin(pin, options);
    } catch (error) {
      if (error.code === "rate_limited") return { verified: false, reason: "throttled" };
      throw error;
    }
  }
}
