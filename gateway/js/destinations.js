/** Finds out where the SMS of a start goes, and what several users may share by it. */
import { readPlan, setDestination } from "./limiter.js";
import { loadCore } from "./loading.js";
import { kindOf, ownProperties } from "./option-checks.js";

/** What the function `verifyNumber` gets if the site's own server has no request at hand. */
const noRequest = () => new Request("https://gateway.invalid/");

export class Destinations {
  #core = loadCore();
  #settings;
  #reporter;
  /** The message of each start, if the operator's options are no function. */
  #message;

  constructor(settings, reporter) {
    this.#settings = settings;
    this.#reporter = reporter;
    if (settings.numberVerification && typeof settings.verifyNumber !== "function")
      this.#message = this.#readMessage(settings.verifyNumber === undefined ? {} : settings.verifyNumber);
  }

  /** Whether starts have a destination. */
  get areKnown() {
    return this.#settings.numberVerification !== undefined || this.#settings.destination !== undefined;
  }

  /** Completes the plan of a start. Resolves to undefined if SMS must not go there. */
  async complete(plan, exchange, given) {
    const { userId, request } = exchange;
    if (!this.#settings.numberVerification) {
      const destination = given ?? (await this.#settings.destination?.(userId)) ?? undefined;
      await setDestination(plan, this.#settings.serviceId, destination);
      return plan;
    }
    const { number, fingerprint, isForbidden } = this.#readNumber(await this.#settings.phoneNumber(userId), request);
    if (isForbidden) {
      this.#reporter.emit("forbidden", { userId, detail: "allowedPrefixes" });
      return undefined;
    }
    const { message, sends, validMs } = this.#message ?? (await this.#messageFor(userId, request));
    const completed = sends === 1 ? plan : this.#planAgain(plan, userId, sends);
    // A user without a number has the limits of one with a number.
    await setDestination(completed, this.#settings.serviceId, number ?? `user ${userId}`);
    completed.recipient = { number, fingerprint, message, validMs };
    completed.isUnpaid = number === undefined;
    return completed;
  }

  /** Reserves as much as the API may send for this start. */
  #planAgain({ id, value, address }, userId, sends) {
    const { rules, now } = this.#settings;
    return readPlan(rules.planStart(now(), id, userId, address, true, value, sends), id);
  }

  #readNumber(returned, request) {
    if (returned === null || returned === undefined || returned === "") return {};
    const [number, isAllowed, fingerprint] =
      (typeof returned === "string" && this.#core.readNumber(returned, this.#settings.allowedPrefixes)) || [];
    if (number === undefined) this.#reporter.reportNumber(request);
    return { number, fingerprint, isForbidden: isAllowed === false };
  }

  async #messageFor(userId, request) {
    return this.#readMessage(await this.#settings.verifyNumber(request ?? noRequest(), userId), request);
  }

  /** Reads the operator's options of a message. Throws a TypeError that names the one that can't be used. */
  #readMessage(options, request) {
    if (typeof options !== "object" || options === null)
      throw new TypeError(`verifyNumber: expected an object of options, got ${kindOf(options)}`);
    const given = ownProperties(options);
    for (const [name, value] of Object.entries(given)) if (value === undefined) delete given[name];
    const { rules } = this.#settings;
    const [sends, validitySeconds, validMs, segments, isUcs2] = this.#core.readMessageOptions(
      given,
      rules.validitySeconds,
      rules.maxSends,
    );
    if (segments > 1) this.#reporter.reportSegments(segments, isUcs2, sends, request);
    if (validitySeconds * 1000 < rules.authenticationMs) this.#reporter.reportValidity(validitySeconds, request);
    return { message: { ...given, validitySeconds }, sends, validMs };
  }
}
