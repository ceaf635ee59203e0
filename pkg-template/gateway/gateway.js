/** The gateway's requests and hooks. What they mean, and what is answered, the Rust core says. */
import { readFields, textOf } from "./body.js";
import { loadCore } from "./core.js";
import { Ledger, StoreError } from "./ledger.js";
import { createPace } from "./pace.js";
import { readSettings } from "./settings.js";

export { provide } from "./core.js";
export { memoryLimits, durableLimits, VerigatorLimits } from "./limits.js";
export { tickets } from "./tickets.js";

export function createGateway(options) {
  const core = loadCore();
  const settings = readSettings(options);
  const service = settings.verigator.service(settings.serviceId);
  const ledger = new Ledger(core, settings);
  const pace = { start: createPace(), verify: createPace() };

  async function handle(request) {
    try {
      return await answer(request);
    } catch (error) {
      return respondToFault(error, request);
    }
  }

  async function answer(request) {
    const { pathname, origin: own } = new URL(request.url);
    const origin = request.headers.get("origin") ?? undefined;
    const site = request.headers.get("sec-fetch-site") ?? undefined;
    const route = core.admit(request.method, pathname, settings.basePath, own, settings.allowedOrigins, origin, site);
    if (route === undefined) return undefined;
    const response = await serve(route, request).catch((error) => respondToFault(error, request));
    const headers = JSON.parse(core.originHeaders(own, settings.allowedOrigins, origin));
    for (const [name, value] of headers) response.headers.append(name, value);
    return response;
  }

  async function serve(route, request) {
    if (route.startsWith("{")) return respond(route);
    if (route === "preflight") return respond(core.preflightAnswer());
    const userId = await settings.identify(request);
    if (typeof userId !== "string" || !core.isUserId(userId)) return refuse(401);
    if (route === "status") return respond(core.statusAnswer(await ledger.status(userId)));
    if (!core.isJson(request.headers.get("content-type") ?? undefined)) return refuse(415);
    return route === "start" ? start(request, userId) : verify(request, userId);
  }

  async function start(request, userId) {
    const { fields, bytes, refusedBy } = await readFields(request);
    if (refusedBy) return refuse(refusedBy);
    const method = textOf(fields, "method");
    if (!core.isMethod(method)) return refuse(422);
    // The challenge may want to read the body, which has been read by now.
    const unread = new Request(request, { body: bytes });
    if ((await settings.challenge(unread)) !== true) return refuse(403);

    const address = core.address(String(settings.address(request) ?? ""));
    const reserved = await ledger.reserveStart(userId, address, method);
    if (reserved.refused) return respond(core.limitedAnswer(reserved.refused, settings.now()));
    if (core.standing(reserved.granted) === "decoy") {
      await pace.start.imitate();
      return respond(core.startedAnswer(await ledger.settleStart(reserved, method)));
    }
    const name = method === "totp" ? "authenticateUsingTotp" : "authenticateUsingSms";
    const { result, failure } = await call(userId, pace.start, (user) => user[name](onceOnly));
    if (!failure) return respond(core.startedAnswer(await ledger.settleStart(reserved, result.method)));
    const settled = await ledger.settleFailedStart(reserved, failure.code, failure.status);
    return respondToFailure(failure, request) ?? respond(core.startedAnswer(settled));
  }

  async function verify(request, userId) {
    const { fields, refusedBy } = await readFields(request);
    if (refusedBy) return refuse(refusedBy);
    const pin = textOf(fields, "token");
    if (!core.isPin(pin)) return refuse(422);

    const reserved = await ledger.reserveAttempt(userId);
    if (reserved.refused) return respond(core.limitedAnswer(reserved.refused, settings.now()));
    if (core.standing(reserved.granted) === "decoy") {
      await pace.verify.imitate();
      return respond(core.judgedAnswer(await ledger.settleAttempt(reserved, false), "invalid"));
    }
    const { result, failure } = await call(userId, pace.verify, (user) => user.verifyPin(pin, onceOnly));
    if (failure) {
      const settled = await ledger.settleFailedAttempt(reserved, failure.code, failure.status);
      return respondToFailure(failure, request) ?? respond(core.judgedAnswer(settled, "invalid"));
    }
    const settled = await ledger.settleAttempt(reserved, result.verified === true);
    if (result.verified !== true) return respond(core.judgedAnswer(settled, result.reason ?? "unknown"));
    const receipt = { userId, method: result.method, verifiedAt: new Date(settings.now()) };
    return respond(core.judgedAnswer(settled), await settings.onVerified(request, receipt));
  }

  /** Calls the API once: to `result`, or to what may be known of the `failure`. */
  async function call(userId, durations, operation) {
    let user;
    try {
      user = service.user(userId);
      return { result: await durations.measure(() => operation(user)) };
    } catch (error) {
      const [status, retryAfterMs] = [error?.status, error?.retryAfterMs].map((number) => Number(number) || undefined);
      return { failure: { error, code: String(error?.code ?? ""), status, retryAfterMs } };
    } finally {
      user?.free?.();
    }
  }

  const refuse = (status) => respond(core.refusalAnswer(status));

  function respondToFailure({ error, code, status, retryAfterMs }, request) {
    report(error, request);
    const text = core.failureAnswer(code, status, retryAfterMs);
    return text && respond(text);
  }

  function respondToFault(error, request) {
    report(error, request);
    return refuse(error instanceof StoreError ? 503 : 500);
  }

  function report(error, request) {
    try {
      settings.onError(error, request);
    } catch {
      // The operator's log is out of order; the page's request is not.
    }
  }

  return { handle, fetch: async (request) => (await handle(request)) ?? refuse(404) };
}

/** A page decides itself whether to try again: a repetition here would be a second request for one attempt that was counted. */
const onceOnly = { maxRetries: 0 };

function respond(text, further) {
  const { status, headers, body } = JSON.parse(text);
  const response = new Response(body, { status, headers });
  for (const [name, value] of new Headers(further ?? undefined)) response.headers.append(name, value);
  return response;
}
