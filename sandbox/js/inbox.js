import { abortable } from "./abortable.js";
import { ownProperties, parseMessage } from "./conversions.js";

/** The sent SMS messages. */
export class Inbox {
  #engine;
  #waiters = new Set();

  constructor(engine) {
    this.#engine = engine;
    engine.events().on("sms", () => this.#resolveWaiters());
    engine.events().on("restored", () => this.#resolveWaiters());
    engine.events().on("reset", () => this.#rejectWaiters());
  }

  messages(phoneNumber) {
    const query = phoneNumber === undefined ? "" : `?to=${encodeURIComponent(phoneNumber)}`;
    return this.#engine.control("GET", `inbox${query}`).messages.map(parseMessage);
  }

  async waitFor(phoneNumber, options) {
    const { signal } = ownProperties(options);
    signal?.throwIfAborted();
    return this.#claimNext(phoneNumber) ?? this.#wait(phoneNumber, signal);
  }

  clear() {
    this.#engine.control("DELETE", "inbox");
  }

  #claimNext(phoneNumber) {
    const { message } = this.#engine.control("POST", "inbox/next", { to: phoneNumber });
    return message ? parseMessage(message) : undefined;
  }

  #wait(phoneNumber, signal) {
    return abortable(signal, (resolve, reject) => {
      const waiter = { phoneNumber, resolve, reject };
      this.#waiters.add(waiter);
      return () => this.#waiters.delete(waiter);
    });
  }

  /** Resolves waiters first come, first served. */
  #resolveWaiters() {
    for (const waiter of [...this.#waiters]) {
      const message = this.#claimNext(waiter.phoneNumber);
      if (message) {
        waiter.resolve(message);
      }
    }
  }

  /** Rejects waiters on reset, so that a message of the next test cannot resolve a wait of the previous one. */
  #rejectWaiters() {
    for (const waiter of [...this.#waiters]) {
      waiter.reject(new Error("the sandbox was reset while waiting for a message"));
    }
  }
}
