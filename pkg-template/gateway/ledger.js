/** Says that a store failed: nothing may be done that it could not count. */
export class StoreError extends Error {}

/** Counts before anything is done, and settles after. */
export class Ledger {
  #core;
  #settings;

  constructor(core, settings) {
    this.#core = core;
    this.#settings = settings;
  }

  status(userId) {
    return this.#apply(this.#userKey(userId), this.#core.statusEvent(...this.#now()));
  }

  /** Counts a send for all whom it concerns, the user first; where one refuses, the others get theirs back. */
  async reserveStart(userId, address, method) {
    const limited = [{ key: "all", isInAll: true }];
    if (address) limited.unshift({ key: `address/${address}`, isInAll: false });
    const key = this.#userKey(userId);
    const granted = await this.#apply(key, this.#core.startEvent(...this.#now(), method));
    const start = { key, granted, method, sends: [] };
    start.refused = this.#isRefused(granted) ? granted : undefined;
    for (const { key: sendKey, isInAll } of start.refused ? [] : limited) {
      const verdict = await this.#apply(sendKey, this.#core.sendEvent(...this.#now(), isInAll)).catch((error) => error);
      if (!(verdict instanceof Error) && !this.#isRefused(verdict)) {
        start.sends.push({ key: sendKey, isInAll, granted: verdict });
        continue;
      }
      await this.settleFailedStart(start, "invalid_invocation");
      if (verdict instanceof Error) throw verdict;
      return { refused: verdict };
    }
    return start;
  }

  settleStart({ key, granted }, method) {
    return this.#settle(key, this.#core.startedEvent(...this.#now(), granted, method), granted);
  }

  async settleFailedStart({ key, granted, method, sends }, code, status) {
    for (const send of sends) {
      const event = this.#core.giveBackEvent(...this.#now(), send.isInAll, send.granted, code, status);
      await this.#settle(send.key, event, send.granted);
    }
    return this.#settle(key, this.#core.startFailedEvent(...this.#now(), granted, method, code, status), granted);
  }

  async reserveAttempt(userId) {
    const key = this.#userKey(userId);
    const granted = await this.#apply(key, this.#core.attemptEvent(...this.#now()));
    return { key, granted, refused: this.#isRefused(granted) ? granted : undefined };
  }

  settleAttempt({ key, granted }, isRight) {
    return this.#settle(key, this.#core.judgedEvent(...this.#now(), granted, isRight), granted);
  }

  settleFailedAttempt({ key, granted }, code, status) {
    return this.#settle(key, this.#core.attemptFailedEvent(...this.#now(), granted, code, status), granted);
  }

  #userKey(userId) {
    return `user/${userId}`;
  }

  #now() {
    return [this.#settings.policy, this.#settings.now()];
  }

  #isRefused(verdict) {
    return this.#core.standing(verdict) === "refused";
  }

  async #apply(key, event) {
    try {
      const verdict = await this.#settings.limits.apply(`${this.#settings.serviceId}/${key}`, event);
      this.#core.standing(verdict);
      return verdict;
    } catch (cause) {
      throw new StoreError("the store of limits failed", { cause });
    }
  }

  /** What is not settled stays counted, which is safe: the request goes on by what it was granted. */
  #settle(key, event, granted) {
    return event === undefined ? granted : this.#apply(key, event).catch(() => granted);
  }
}
