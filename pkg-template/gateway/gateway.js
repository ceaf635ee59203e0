/** Handles the gateway's requests and calls the site's hooks. The Rust core decides what requests mean and how to respond. */
import { copyConnection, noteConnection } from "./connection.js";
import { createLimiter, StoreError } from "./limiter.js";
import { loadCore } from "./loading.js";
import { finishTasks, readBody, respond, withHeaders } from "./messages.js";
import { readOptions } from "./options.js";
import { createReporter } from "./reporter.js";
import { createUpstream } from "./upstream.js";

const operations = { totp: "authenticateUsingTotp", sms: "authenticateUsingSms" };

export function createGateway(options) {
  const core = loadCore();
  const settings = readOptions(options);
  const { rules, now } = settings;
  const reporter = createReporter(settings);
  const limiter = createLimiter(settings, reporter);
  const starts = createUpstream(settings);
  const verifications = createUpstream(settings);
  const refuse = (status) => respond(core.refusal(status));

  async function handle(request, context) {
    try {
      // Frameworks may pass anything as the second argument.
      if (context?.address || context?.nodeRequest) noteConnection(request, context);
    } catch (error) {
      return respondToError(error, request);
    }
    return respondTo(request, context);
  }

  async function respondTo(request, context) {
    const tasks = [];
    const response = await route(request, (task) => tasks.push(task)).catch((error) => respondToError(error, request));
    await finishTasks(tasks, context);
    return response;
  }

  async function route(request, defer) {
    const { pathname, origin: own } = new URL(request.url);
    const [origin, site] = ["origin", "sec-fetch-site"].map((name) => request.headers.get(name) ?? undefined);
    const admitted = rules.admit(request.method, pathname, own, origin, site);
    if (admitted === undefined) return undefined;
    const response = await serve(admitted, request, { origin, site, own }, defer).catch((error) => respondToError(error, request));
    return withHeaders(response, originHeaders(own, origin));
  }

  function originHeaders(own, origin) {
    // Only another origin's page needs more than that.
    if (origin === undefined || origin === own) return [["vary", "Origin"]];
    return JSON.parse(rules.originHeaders(own, origin));
  }

  async function serve(admitted, request, caller, defer) {
    if (admitted.startsWith("{")) return respondToDenied(admitted, request, caller);
    if (admitted === "preflight") return respond(core.preflightResponse());
    const userId = await settings.identify(request);
    if (typeof userId !== "string" || !core.isUserId(userId)) return refuseIdentity(userId, request);
    if (admitted === "status") return respond(core.statusResponse(await limiter.read(rules.statusEvent(now(), userId))));
    if (!core.isJson(request.headers.get("content-type") ?? undefined)) return refuse(415);
    const { body, status } = await readBody(request);
    if (status) return refuse(status);
    const exchange = { request, userId, defer, route: admitted };
    return admitted === "start" ? start(exchange, body) : verify(exchange, body);
  }

  async function start(exchange, body) {
    const { request, userId } = exchange;
    const method = core.readMethod(body);
    if (method === undefined) return refuse(422);
    if (!(await passesChallenge(request, body))) {
      reporter.emit("forbidden", { userId, detail: "the challenge was not passed" });
      return refuse(403);
    }
    const events = rules.startEvents(now(), userId, method, await addressOf(request));
    const { response, decision, isDecoy, outcome } = await callWithinLimits(exchange, events, starts, { method }, operations[method]);
    if (!outcome) return response;
    if (!isDecoy) reporter.reportStart(exchange, outcome);
    // A decoy's method is that of its reservation, which imitates the API's fallback.
    return response ?? respond(core.startedResponse(decision, isDecoy ? undefined : outcome.result));
  }

  async function passesChallenge(request, body) {
    if (!settings.challenge) return true;
    // The challenge may want to read the body, which has been read already.
    return (await settings.challenge(copyConnection(request, new Request(request, { body })))) === true;
  }

  async function addressOf(request) {
    const address = String((await settings.address(request)) ?? "").trim();
    if (!address) reporter.reportNoAddress(request);
    else if (!core.isAddress(address)) reporter.reportMalformedAddress(request);
    return address;
  }

  async function verify(exchange, body) {
    const { request, userId } = exchange;
    const pin = core.readPin(body);
    if (pin === undefined) return refuse(422);
    const events = rules.attemptEvents(now(), userId);
    const { response, decision, isDecoy, outcome } = await callWithinLimits(exchange, events, verifications, { verified: false }, "verifyPin", pin);
    if (!outcome) return response;
    if (!isDecoy) reporter.reportVerification(exchange, outcome);
    if (response) return response;
    const { result } = outcome;
    if (result?.verified !== true) return respond(core.rejectedResponse(decision, now()));
    const receipt = { userId, method: result.method, verifiedAt: new Date(now()) };
    return withHeaders(respond(core.verifiedResponse(decision, result)), new Headers((await settings.onVerified(request, receipt)) ?? undefined));
  }

  /**
   * Makes the reservations, calls the API, or waits as long for a decoy, and settles the reservations. The `response` is that of a denied
   * or a failed call. Only a right PIN is settled before the page learns of it, so that the user can't be locked out by lost settlements.
   */
  async function callWithinLimits(exchange, events, upstream, decoyResult, ...call) {
    const { userId, defer } = exchange;
    const { reservations, denied, isDecoy } = await limiter.reserve(events, exchange);
    if (denied) {
      const { limit, retryAfterMs } = JSON.parse(core.denialDetail(denied.decision, denied.scope, now()));
      reporter.emit("limited", { userId, detail: limit, retryAfterMs: retryAfterMs ?? undefined });
      return { response: respond(core.deniedResponse(denied.decision, now())) };
    }
    if (isDecoy) reporter.emit("limited", { userId, detail: "lockout" });
    const outcome = await (isDecoy ? upstream.imitate(decoyResult) : upstream.call(userId, ...call));
    const settled = limiter.settle(reservations, outcome, exchange);
    if (outcome.result?.verified === true) await settled;
    else defer(settled);
    const failed = core.failureResponse(exchange.route, outcome);
    return { response: failed && respond(failed), decision: reservations[0].decision, isDecoy, outcome };
  }

  function respondToDenied(json, request, caller) {
    const response = respond(json);
    if (response.status === 403) reporter.reportOrigin(caller, request);
    return response;
  }

  function refuseIdentity(userId, request) {
    if (userId !== null && userId !== undefined && userId !== "") reporter.reportIdentity(request);
    return refuse(401);
  }

  function respondToError(error, request) {
    if (error instanceof StoreError) reporter.emit("store_failed", { detail: error.detail });
    reporter.report(error, request);
    return refuse(error instanceof StoreError ? 503 : 500);
  }

  async function status(userId) {
    const decision = JSON.parse(await limiter.read(rules.statusEvent(now(), checkUserId(userId))));
    const { resendAt, expiresAt, ...rest } = decision.status;
    const times = Object.entries({ resendAt, expiresAt, lockedUntil: decision.lockedUntil }).filter(([, time]) => time !== undefined);
    return { ...rest, ...Object.fromEntries(times.map(([name, time]) => [name, new Date(time)])) };
  }

  async function unlock(userId) {
    const { lockedUntil } = await status(userId);
    await limiter.read(rules.unlockEvent(now(), userId));
    if (lockedUntil) reporter.emit("unlocked", { userId });
  }

  function checkUserId(userId) {
    if (typeof userId === "string" && core.isUserId(userId)) return userId;
    throw new TypeError("userId: expected the id of a Verigator user");
  }

  /** Workers pass their environment before the context. */
  async function fetch(request, environment, context = environment) {
    return (await respondTo(request, context)) ?? refuse(404);
  }

  return { handle, fetch, status, unlock };
}
