/** The SMS that were sent. */
export class Inbox {
  #core;
  #waiting = new Set();

  constructor(core) {
    this.#core = core;
    core.on("sms", () => this.#serveWaiting());
    core.on("reset", () => this.#dismissWaiting());
  }

  messages(phoneNumber) {
    const query = phoneNumber === undefined ? "" : `?to=${encodeURIComponent(phoneNumber)}`;
    return this.#core.control("GET", `inbox${query}`).messages.map(asMessage);
  }

  async waitFor(phoneNumber, { signal } = {}) {
    signal?.throwIfAborted();
    return this.#next(phoneNumber) ?? this.#later(phoneNumber, signal);
  }

  clear() {
    this.#core.control("DELETE", "inbox");
  }

  #next(phoneNumber) {
    const { message } = this.#core.control("POST", "inbox/next", { to: phoneNumber });
    return message ? asMessage(message) : undefined;
  }

  #later(phoneNumber, signal) {
    return new Promise((resolve, reject) => {
      const abort = () => {
        this.#waiting.delete(waiter);
        reject(signal.reason);
      };
      const settle = (end) => (value) => {
        signal?.removeEventListener("abort", abort);
        this.#waiting.delete(waiter);
        end(value);
      };
      const waiter = { phoneNumber, resolve: settle(resolve), reject: settle(reject) };
      this.#waiting.add(waiter);
      signal?.addEventListener("abort", abort, { once: true });
    });
  }

  /** Whoever waited longest is served first. */
  #serveWaiting() {
    for (const waiter of [...this.#waiting]) {
      const message = this.#next(waiter.phoneNumber);
      if (message) {
        waiter.resolve(message);
      }
    }
  }

  /** A message of the next test must not go to who waited in the last one. */
  #dismissWaiting() {
    for (const waiter of [...this.#waiting]) {
      waiter.reject(new Error("the sandbox was reset while a message was waited for"));
    }
  }
}

function asMessage({ to, text, pin, sentAt, service }) {
  return { to, text, pin, sentAt: new Date(sentAt), service };
}
