/** Starts and PIN attempts at the Number Verification API, which has neither users nor an app. */
import { InvalidResponseError, NoSuchResourceError } from "../errors.js";
import { loadCore } from "./loading.js";
import { outcomeOf } from "./upstream.js";

const method = "sms";
/** The form of a PIN that the API checks. */
const checkedPin = /^\d{4,16}$/;

export class NumberVerificationApi {
  #core = loadCore();
  #client;

  /** Whether a start is stored before the page learns of it. */
  storesStarts = true;

  constructor({ numberVerification }) {
    this.#client = numberVerification;
  }

  /** Checks a PIN of no verification, which sends nothing and costs nothing: while the API works, it knows no such id. */
  probe = () => this.#client.verifyPin("none", "0000", { maxRetries: 0 });

  start({ recipient }, { options }, upstream) {
    const { number, message } = recipient;
    if (number === undefined)
      return pretend(upstream, "verifyNumber", "a number of the user, got none from phoneNumber");
    return upstream.call(async () => {
      const outcome = await outcomeOf(() =>
        this.#client.verifyNumber(number, { ...message, ...options, maxRetries: 0 }),
      );
      return "failure" in outcome ? outcome : this.#readStart(outcome.result, recipient);
    });
  }

  /** Without a cookie the API has no reason to verify a start at once, and a PIN can't be checked with an id that can't be stored. */
  #readStart(result, { validMs, fingerprint }) {
    const { verified, verificationId } = Object(result);
    if (verified === false && typeof verificationId === "string" && this.#core.isVerificationId(verificationId))
      return { result: { method }, verificationId, validMs, fingerprint };
    const expected = "expected the id of a verification, of at most 128 printable ASCII characters";
    const received = verified === true ? "VERIFIED, although no cookie was sent" : "something else";
    return {
      failure: new InvalidResponseError(`verifyNumber: ${expected}, got ${received}`, { operation: "verifyNumber" }),
    };
  }

  /** Checks a PIN with the ids of the user's login, newest first. */
  verify({ value: pin }, { options }, upstream, decision) {
    if (!checkedPin.test(pin)) return upstream.imitate({ verified: false, method, reason: "invalid" });
    const ids = this.#core.verificationIds(decision);
    if (ids.length === 0)
      return pretend(
        upstream,
        "verifyPin",
        "the id of a verification that is valid, got none: it has expired, or the response to the start was lost",
      );
    return upstream.call(() => this.#checkWithEach(ids, pin, options));
  }

  /**
   * Asks until an id has this PIN. It stops at a failure that tells nothing about this id: the API may have accepted the PIN, or it accepts no requests at
   * present. A failure that follows a check leaves the attempt counted.
   */
  async #checkWithEach(ids, pin, options) {
    let checked, unknown;
    for (const id of ids) {
      const outcome = await outcomeOf(() => this.#client.verifyPin(id, pin, { ...options, maxRetries: 0 }));
      if ("failure" in outcome) {
        if (outcome.failure?.code !== "no_such_resource") return { ...outcome, followsCheck: checked !== undefined };
        unknown = outcome;
      } else {
        const { verified, reason } = Object(outcome.result);
        if (verified === true) return { result: { verified, method } };
        checked ??= { result: { verified: false, method, reason } };
      }
    }
    return checked ?? unknown;
  }
}

/** Takes as long as a call, and fails like one while the API fails. */
async function pretend(upstream, operation, problem) {
  const outcome = await upstream.imitate();
  if ("failure" in outcome) return outcome;
  const failure = new NoSuchResourceError(`${operation}: expected ${problem}`, { operation, status: 404 });
  return { failure, isConcealed: true };
}
