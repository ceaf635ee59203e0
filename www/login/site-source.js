const resendCooldownMs = 30_000;

/** How long the site awaits a PIN: as long as a gateway does by default. */
const authenticationMs = 600_000;

/** The codes of errors after which the API may have sent a message all the same. */
const uncertainCodes = ["connection", "timeout", "internal", "invalid_response", "unexpected_status"];

/** A failure that the site finds without a request. It has no technical details to show, hence no name. */
export class SiteError extends Error {
  name = "";

  constructor(code, fields) {
    super(code);
    Object.assign(this, { code }, fields);
  }
}

/** What `createLogin` needs of a site without a gateway: the site calls the API itself, and remembers where a user stands. All times are by the sandbox's clock. */
export class SiteSource {
  #api;
  #session;
  #clock;
  #userId;

  constructor({ api, session, clock }, userId) {
    this.#api = api;
    this.#session = session;
    this.#clock = clock;
    this.#userId = userId;
  }

  get me() {
    return {
      authenticateUsingSms: (options) => this.#start("sms", options),
      authenticateUsingTotp: (options) => this.#start("totp", options),
      verifyPin: (pin, options) => this.#verify(pin, options),
    };
  }

  async status() {
    const { method, attemptsLeft, resendAt, expiresAt } = this.#record;
    const verified = this.#session.userOf(this.#userId)?.verified !== undefined;
    const isActive = verified || expiresAt > this.#clock.now();
    return { started: isActive, verified, resendAt, ...(isActive && { method, attemptsLeft, expiresAt }) };
  }

  /** Starts an authentication, unless the cooldown of an SMS lasts: otherwise the site pays for every impatient click. */
  async #start(requestedMethod, options) {
    const waitMs = (this.#record.resendAt ?? 0) - this.#clock.now();
    if (waitMs > 0) throw new SiteError("rate_limited", { retryAfterMs: waitMs });
    try {
      const { method, ...ids } = await this.#api.start(this.#userId, requestedMethod, options);
      this.#begin({ method, ...ids }, method === "sms");
      return { method, requestedMethod };
    } catch (error) {
      if (uncertainCodes.includes(error.code)) {
        this.#begin({ method: requestedMethod }, true);
        // The id that the PIN needs was in the response.
        if (!this.#api.remembersStarts) this.#end();
      }
      throw withoutCredentials(error);
    }
  }

  async #verify(pin, options) {
    try {
      const result = await this.#api.verify(this.#userId, pin, options);
      if (result.verified) this.#update({ verified: { method: this.#record.method, at: this.#clock.now() } });
      else if (result.reason === "expired") this.#end();
      else if (result.reason === "throttled") this.#update({ login: { ...this.#record, attemptsLeft: 0 } });
      return result;
    } catch (error) {
      if (error.code === "no_such_resource") this.#end();
      throw withoutCredentials(error);
    }
  }

  /** Begins an authentication, and the cooldown if the API has sent an SMS or may have. */
  #begin(fields, maySendSms) {
    const now = this.#clock.now();
    const resendAt = maySendSms ? now + resendCooldownMs : this.#record.resendAt;
    this.#update({ login: { ...fields, expiresAt: now + authenticationMs, resendAt } });
  }

  /** Ends the authentication, but not the cooldown. */
  #end() {
    this.#update({ login: { resendAt: this.#record.resendAt } });
  }

  /** What the site keeps of the user's login. */
  get #record() {
    return this.#session.userOf(this.#userId)?.login ?? {};
  }

  #update(patch) {
    this.#session.updateUser(this.#userId, patch);
  }
}

/** Returns an error as the user may see it: to them, wrong credentials would be those of their own session. */
function withoutCredentials(error) {
  return error.code === "wrong_credentials" ? Object.create(error, { code: { value: "internal" } }) : error;
}
