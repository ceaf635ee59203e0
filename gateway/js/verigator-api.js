/** Starts and PIN attempts at the Verigator API. */

const methods = { totp: "authenticateUsingTotp", sms: "authenticateUsingSms" };

export class VerigatorApi {
  #verigator;
  #serviceId;
  #service;

  constructor({ verigator, serviceId }) {
    this.#verigator = verigator;
    this.#serviceId = serviceId;
    this.#service = verigator.service(serviceId);
  }

  /** Reads the service, which sends nothing and costs nothing. */
  get probe() {
    if (!this.#verigator.getService) return undefined;
    return async () => void (await this.#verigator.getService(this.#serviceId, { maxRetries: 0 }))?.free?.();
  }

  start({ value: method }, exchange, upstream) {
    return upstream.call(() => this.#call(exchange, methods[method]));
  }

  verify({ value: pin }, exchange, upstream) {
    return upstream.call(() => this.#call(exchange, "verifyPin", pin));
  }

  /** Calls without retries: the page decides whether to try again, and a retry would be a second request for one reserved attempt. */
  async #call({ userId, options }, operation, ...values) {
    let user;
    try {
      user = this.#service.user(userId);
      return { result: await user[operation](...values, { ...options, maxRetries: 0 }) };
    } catch (thrown) {
      // Undefined would look like no failure at all.
      return { failure: thrown ?? null };
    } finally {
      user?.free?.();
    }
  }
}
