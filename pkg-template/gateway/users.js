/** What a gateway lets a user do, for the site's own server: the methods, results and errors of the client's `User`. */
import { InternalError, InvalidInvocationError, NoSuchResourceError, RateLimitedError } from "../errors.js";
import { loadCore } from "./loading.js";
import { readPlan, setDestination } from "./plans.js";
import { kindOf, ownProperties } from "./store-options.js";
import { StoreError } from "./store-calls.js";

export function createUsers(settings, calls, createId, reporter) {
  const core = loadCore();
  const { rules, now } = settings;

  function user(userId, caller = {}) {
    const known = readCaller(checkUserId(userId), caller);
    return {
      authenticateUsingSms: (options) => start("sms", "authenticateUsingSms", known, options),
      authenticateUsingTotp: (options) => start("totp", "authenticateUsingTotp", known, options),
      verifyPin: (pin, options) => verify(pin, known, options),
      status: (options) => statusOf(known, options),
    };
  }

  async function start(method, operation, known, options) {
    return within(known, options, async (exchange) => {
      const destination = known.destination ?? (await settings.destination?.(known.userId)) ?? undefined;
      const id = createId();
      const lines = rules.planStart(now(), id, known.userId, known.address, destination !== undefined, method);
      const plan = readPlan(lines, id);
      await setDestination(plan, settings.serviceId, destination);
      const { method: used } = readResult(operation, await calls.start(plan, exchange));
      return { method: used, requestedMethod: method };
    });
  }

  async function verify(pin, known, options) {
    return within(known, options, async (exchange) => {
      const id = createId();
      const plan = typeof pin === "string" ? readPlan(rules.planAttempt(now(), id, known.userId, known.address, pin), id) : { status: 422 };
      const expected = "verifyPin: expected a PIN of 1 to 64 printable ASCII characters as a string, got another value; see normalizePin";
      if (plan.status) throw new InvalidInvocationError(expected, { operation: "verifyPin" });
      const { verified, method, status } = readResult("verifyPin", await calls.verify(plan, exchange));
      if (verified) return { verified, ...(method && { method }) };
      return { verified: false, ...(method && { method }), reason: status.result.toLowerCase(), status };
    });
  }

  async function statusOf(known, options) {
    return within(known, options, async () => readStatus((await calls.apply(...rules.statusEvent(now(), known.userId))).decision, false));
  }

  /** Runs a call unless its signal is aborted, and what may be settled later before it resolves: nothing else would wait for it. */
  async function within(known, options, run) {
    const { signal = known.signal, timeoutMs } = ownProperties(options);
    signal?.throwIfAborted();
    const tasks = [];
    const defined = Object.entries({ signal, timeoutMs }).filter(([, value]) => value !== undefined);
    // Nobody waits for work in the background: its time would show what it is about.
    const exchange = { userId: known.userId, options: Object.fromEntries(defined), defer: (task) => tasks.push(task), background() {} };
    try {
      return await run(exchange);
    } catch (error) {
      if (error instanceof StoreError) reporter.emit("store_failed", { userId: known.userId, detail: error.detail });
      throw error;
    } finally {
      await Promise.allSettled(tasks);
    }
  }

  /** For the operator's own tools. */
  async function status(userId) {
    return readStatus((await calls.apply(...rules.statusEvent(now(), checkUserId(userId)))).decision, true);
  }

  async function unlock(userId) {
    const { lockedUntil } = await status(userId);
    await calls.apply(...rules.unlockEvent(now(), userId));
    if (lockedUntil) reporter.emit("unlocked", { userId });
  }

  function readStatus(decision, isOperator) {
    const { resendAt, expiresAt, lockedUntil, ...rest } = JSON.parse(core.statusDetail(decision));
    const times = Object.entries({ resendAt, expiresAt, lockedUntil: isOperator ? lockedUntil : undefined });
    return { ...rest, ...Object.fromEntries(times.filter(([, time]) => time !== undefined).map(([name, time]) => [name, new Date(time)])) };
  }

  function checkUserId(userId) {
    if (typeof userId === "string" && core.isUserId(userId)) return userId;
    throw new TypeError(`userId: expected the id of a Verigator user, got ${typeof userId === "string" ? "another string" : kindOf(userId)}`);
  }

  return { user, status, unlock };
}

function readCaller(userId, caller) {
  if (typeof caller !== "object" || caller === null) throw new TypeError(`user: expected { address, destination, signal }, got ${kindOf(caller)}`);
  const { address, destination, signal, ...unknown } = ownProperties(caller);
  const [name] = Object.keys(unknown);
  if (name !== undefined) throw new TypeError(`user: unknown option ${name}; expected address, destination, signal`);
  for (const [field, value] of Object.entries({ address, destination })) {
    if (value !== undefined && value !== null && typeof value !== "string") throw new TypeError(`user: ${field}: expected a string, got ${kindOf(value)}`);
  }
  return { userId, address: address ?? "", destination: destination || undefined, signal };
}

/** Returns what a page would get, or throws the client's error. A failure of the API that pages may see is the client's own error. */
function readResult(operation, { response, denial, outcome, isHidden }) {
  if (denial) throw denialError(operation, denial);
  if ("failure" in outcome && !isHidden) {
    throw outcome.failure ?? new InternalError(`${operation}: the verification service failed; it rejected with no error`, { operation });
  }
  return JSON.parse(JSON.parse(response).body);
}

function denialError(operation, { limit, retryAfterMs }) {
  if (limit === "notStarted") {
    return new NoSuchResourceError(`${operation}: expected an authentication that was started, found none; start one first`, { operation, status: 404 });
  }
  const message = `${operation}: the limit ${limit} is reached; try again in ${Math.ceil(retryAfterMs / 1000)} s`;
  return new RateLimitedError(message, { operation, status: 429, retryable: true, retryAfterMs });
}
