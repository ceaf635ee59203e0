/** The gateway's requests and hooks. What they mean, and what is answered, the Rust core says. */
import { readFields, textOf } from "./body.js";
import { loadCore } from "./core.js";
import { createLedger, StoreError } from "./ledger.js";
import { readSettings } from "./settings.js";
import { createUpstream } from "./upstream.js";

export { provide } from "./core.js";
export { memoryLimits, durableLimits, VerigatorLimits } from "./limits.js";
export { tickets } from "./tickets.js";

const operations = { totp: "authenticateUsingTotp", sms: "authenticateUsingSms" };

export function createGateway(options) {
  const core = loadCore();
  const settings = readSettings(options);
  const { policy, now, basePath, allowedOrigins } = settings;
  const ledger = createLedger(settings);
  const starts = createUpstream(settings);
  const verifications = createUpstream(settings);

  async function handle(request) {
    try {
      return await answer(request);
    } catch (error) {
      return respondToFault(error, request);
    }
  }

  async function answer(request) {
    const { pathname, origin: own } = new URL(request.url);
    const [origin, site] = ["origin", "sec-fetch-site"].map((name) => request.headers.get(name) ?? undefined);
    const route = core.admit(request.method, pathname, basePath, own, allowedOrigins, origin, site);
    if (route === undefined) return undefined;
    const response = await serve(route, request).catch((error) => respondToFault(error, request));
    return withHeaders(response, JSON.parse(core.originHeaders(own, allowedOrigins, origin)));
  }

  async function serve(route, request) {
    if (route.startsWith("{")) return respond(route);
    if (route === "preflight") return respond(core.preflightAnswer());
    const userId = await settings.identify(request);
    if (typeof userId !== "string" || !core.isUserId(userId)) return refuse(401);
    const key = `user/${userId}`;
    if (route === "status") return respond(core.statusAnswer((await ledger.apply(key, core.statusEvent(policy, now()))).verdict));
    if (!core.isJson(request.headers.get("content-type") ?? undefined)) return refuse(415);
    const body = await readFields(request);
    if (body.refusedBy) return refuse(body.refusedBy);
    return route === "start" ? start(request, userId, key, body) : verify(request, userId, key, body);
  }

  async function start(request, userId, key, { fields, bytes }) {
    const method = textOf(fields, "method");
    if (!core.isMethod(method)) return refuse(422);
    // The challenge may want to read the body, which has been read by now.
    if ((await settings.challenge(new Request(request, { body: bytes }))) !== true) return refuse(403);

    const address = core.address(String(settings.address(request) ?? ""));
    const wanted = [[key, core.startEvent(policy, now(), method)], ["all", core.gatewayEvent(policy, now())]];
    if (address) wanted.splice(1, 0, [`address/${address}`, core.addressEvent(policy, now())]);
    const { grants, refused, isDecoy } = await ledger.reserve(wanted);
    if (refused) return respond(core.limitedAnswer(refused, now()));
    const called = isDecoy ? await starts.imitate() : await starts.call(userId, operations[method]);
    const settled = await ledger.settle(grants, called?.code ?? called?.result.method ?? method, called?.status);
    return respondToFailure(called, request) ?? respond(core.startedAnswer(settled));
  }

  async function verify(request, userId, key, { fields }) {
    const pin = textOf(fields, "token");
    if (!core.isPin(pin)) return refuse(422);

    const { grants, refused, isDecoy } = await ledger.reserve([[key, core.attemptEvent(policy, now())]]);
    if (refused) return respond(core.limitedAnswer(refused, now()));
    const called = isDecoy ? await verifications.imitate() : await verifications.call(userId, "verifyPin", pin);
    const isRight = called?.result?.verified === true;
    const settled = await ledger.settle(grants, called?.code ?? (isRight ? "right" : "wrong"), called?.status);
    const failed = respondToFailure(called, request);
    if (failed) return failed;
    if (!isRight) return respond(core.judgedAnswer(settled, called?.result?.reason ?? "unknown"));
    const receipt = { userId, method: called.result.method, verifiedAt: new Date(now()) };
    return withHeaders(respond(core.judgedAnswer(settled)), new Headers((await settings.onVerified(request, receipt)) ?? undefined));
  }

  const refuse = (status) => respond(core.refusalAnswer(status));

  /** Nothing where there is no failure, or none that a page may learn of. */
  function respondToFailure(called, request) {
    if (!called?.code) return undefined;
    report(called.failure, request);
    const text = core.failureAnswer(called.code, called.status, called.retryAfterMs);
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

function respond(text) {
  const { status, headers, body } = JSON.parse(text);
  return new Response(body, { status, headers });
}

function withHeaders(response, headers) {
  for (const [name, value] of headers) response.headers.append(name, value);
  return response;
}
