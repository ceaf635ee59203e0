/** What a gateway lets a user do, for the site's own server: the methods, results and errors of the client's `User`. */
import {
  InternalError,
  InvalidInvocationError,
  NoSuchResourceError,
  RateLimitedError,
  ResourceForbiddenError,
} from "../errors.js";
import { loadCore } from "./loading.js";
import { readPlan, StoreError } from "./limiter.js";
import { kindOf, ownProperties, ownProperty } from "./option-checks.js";

export class Users {
  #core = loadCore();
  #settings;
  #calls;
  #destinations;
  #createId;
  #reporter;

  constructor(settings, calls, destinations, createId, reporter) {
    this.#settings = settings;
    this.#calls = calls;
    this.#destinations = destinations;
    this.#createId = createId;
    this.#reporter = reporter;
  }

  user(userId, caller = {}) {
    const known = readCaller(this.#checkUserId(userId), caller);
    return {
      authenticateUsingSms: (options) => this.#start("sms", "authenticateUsingSms", known, options),
      authenticateUsingTotp: (options) => this.#start("totp", "authenticateUsingTotp", known, options),
      verifyPin: (pin, options) => this.#verify(pin, known, options),
      status: (options) => this.#statusOf(known, options),
    };
  }

  async #start(method, operation, known, options) {
    return this.#within(known, options, async (exchange) => {
      const id = this.#createId();
      const lines = this.#settings.rules.planStart(
        this.#settings.now(),
        id,
        known.userId,
        known.address,
        true,
        method,
        1,
      );
      const { address } = known;
      const plan = await this.#destinations.complete(
        Object.assign(readPlan(lines, id), { address }),
        exchange,
        known.destination,
      );
      if (plan === undefined) throw forbiddenNumber(operation);
      const { method: used } = readResult(operation, await this.#calls.start(plan, exchange));
      return { method: used, requestedMethod: method };
    });
  }

  async #verify(pin, known, options) {
    return this.#within(known, options, async (exchange) => {
      const id = this.#createId();
      const plan =
        typeof pin === "string"
          ? readPlan(this.#settings.rules.planAttempt(this.#settings.now(), id, known.userId, known.address, pin), id)
          : { status: 422 };
      const expected =
        "verifyPin: expected a PIN of 1 to 64 printable ASCII characters as a string, got another value; see normalizePin";
      if (plan.status) throw new InvalidInvocationError(expected, { operation: "verifyPin" });
      const { verified, method, status } = readResult("verifyPin", await this.#calls.verify(plan, exchange));
      if (verified) return { verified, ...(method && { method }) };
      return { verified: false, ...(method && { method }), reason: status.result.toLowerCase(), status };
    });
  }

  async #statusOf(known, options) {
    return this.#within(known, options, async () =>
      this.#readStatus(
        await this.#calls.apply(...this.#settings.rules.statusEvent(this.#settings.now(), known.userId)),
        false,
      ),
    );
  }

  /** Runs a call unless its signal is aborted, and what may be settled later before it resolves: nothing else would wait for it. */
  async #within(known, options, run) {
    const { signal = known.signal, timeoutMs } = ownProperties(options);
    signal?.throwIfAborted();
    const tasks = [];
    // Nobody waits for work in the background: its time would show what it is about.
    const exchange = {
      userId: known.userId,
      request: known.request,
      options: { ...(signal !== undefined && { signal }), ...(timeoutMs !== undefined && { timeoutMs }) },
      defer: (task) => tasks.push(task),
      background() {},
    };
    try {
      return await run(exchange);
    } catch (error) {
      if (error instanceof StoreError)
        this.#reporter.emit("store_failed", { userId: known.userId, detail: error.detail });
      throw error;
    } finally {
      if (tasks.length > 0) await Promise.allSettled(tasks);
    }
  }

  /** For the operator's own tools. */
  async status(userId) {
    return this.#readStatus(
      await this.#calls.apply(...this.#settings.rules.statusEvent(this.#settings.now(), this.#checkUserId(userId))),
      true,
    );
  }

  async unlock(userId) {
    const { lockedUntil } = await this.status(userId);
    await this.#calls.apply(...this.#settings.rules.unlockEvent(this.#settings.now(), userId));
    if (lockedUntil) this.#reporter.emit("unlocked", { userId });
  }

  #readStatus(decision, isOperator) {
    const { resendAt, expiresAt, lockedUntil, ...rest } = JSON.parse(this.#core.statusDetail(decision));
    const times = Object.entries({ resendAt, expiresAt, lockedUntil: isOperator ? lockedUntil : undefined });
    return {
      ...rest,
      ...Object.fromEntries(
        times.filter(([, time]) => time !== undefined).map(([name, time]) => [name, new Date(time)]),
      ),
    };
  }

  #checkUserId(userId) {
    return checkUserId(userId, this.#settings.rules, this.#reporter);
  }
}

/** Returns the id, unless it can't be one. */
export function checkUserId(userId, rules, { expectedUserId }) {
  if (typeof userId === "string" && rules.isUserId(userId)) return userId;
  const got = typeof userId === "string" ? "another string" : kindOf(userId);
  throw new TypeError(`userId: expected ${expectedUserId}, got ${got}`);
}

const callerFields = ["address", "destination", "request", "signal"];

function readCaller(userId, caller) {
  if (typeof caller !== "object" || caller === null)
    throw new TypeError(`user: expected { ${callerFields.join(", ")} }, got ${kindOf(caller)}`);
  const unknown = Object.keys(caller).find((name) => !callerFields.includes(name));
  if (unknown !== undefined)
    throw new TypeError(`user: unknown option ${unknown}; expected ${callerFields.join(", ")}`);
  const [address, destination, request, signal] = callerFields.map((name) => ownProperty(caller, name));
  expectText("address", address);
  expectText("destination", destination);
  if (request !== undefined && (typeof request !== "object" || request === null))
    throw new TypeError(`user: request: expected a Request, got ${kindOf(request)}`);
  return { userId, address: address ?? "", destination: destination || undefined, request, signal };
}

function expectText(field, value) {
  if (value !== undefined && value !== null && typeof value !== "string")
    throw new TypeError(`user: ${field}: expected a string, got ${kindOf(value)}`);
}

/** Returns what a page would get, or throws the client's error. A failure of the API that pages may see is the client's own error. */
function readResult(operation, { response, denial, outcome, isHidden }) {
  if (denial) throw denialError(operation, denial);
  if ("failure" in outcome && !isHidden) {
    throw (
      outcome.failure ??
      new InternalError(`${operation}: the verification service failed; it rejected with no error`, { operation })
    );
  }
  return JSON.parse(response.slice(response.lastIndexOf("\n") + 1));
}

function forbiddenNumber(operation) {
  const message = `${operation}: expected a number with one of allowedPrefixes, got another; nothing was sent`;
  return new ResourceForbiddenError(message, { operation, status: 403 });
}

function denialError(operation, { limit, retryAfterMs }) {
  if (limit === "notStarted") {
    return new NoSuchResourceError(
      `${operation}: expected an authentication that was started, found none; start one first`,
      { operation, status: 404 },
    );
  }
  const message = `${operation}: the limit ${limit} is reached; try again in ${Math.ceil(retryAfterMs / 1000)} s`;
  return new RateLimitedError(message, { operation, status: 429, retryable: true, retryAfterMs });
}
