/** The gateway's requests and hooks. What they mean, and what is answered, the Rust core says. */
import { readBody } from "./body.js";
import { connectionOf, noteConnection } from "./connection.js";
import { loadCore } from "./loading.js";
import { createLedger, StoreError } from "./ledger.js";
import { readSettings } from "./settings.js";
import { createUpstream } from "./upstream.js";

export function createGateway(options) {
  const core = loadCore();
  const settings = readSettings(options);
  const { policy, now, basePath, allowedOrigins } = settings;
  const ledger = createLedger(settings);
  const starts = createUpstream(settings);
  const verifications = createUpstream(settings);

  async function handle(request, connection = {}) {
    try {
      noteConnection(request, connection);
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
    if (route === "status") return respond(core.statusAnswer(await ledger.look(core.statusEvent(policy, now(), userId))));
    if (!core.isJson(request.headers.get("content-type") ?? undefined)) return refuse(415);
    const body = await readBody(request);
    if (!body) return refuse(413);
    return route === "start" ? start(request, userId, body) : verify(request, userId, body);
  }

  async function start(request, userId, body) {
    const method = core.readMethod(body);
    if (method === undefined) return refuse(422);
    // The challenge may want to read the body, which has been read by now.
    if ((await settings.challenge(withBody(request, body))) !== true) return refuse(403);
    const wanted = core.startEvents(policy, now(), userId, method, String(settings.address(request) ?? ""));
    const operation = { totp: "authenticateUsingTotp", sms: "authenticateUsingSms" }[method];
    const { response, settled } = await spend(request, wanted, starts, { method }, userId, operation);
    return response ?? respond(core.startedAnswer(settled));
  }

  async function verify(request, userId, body) {
    const pin = core.readPin(body);
    if (pin === undefined) return refuse(422);
    const wanted = core.attemptEvents(policy, now(), userId);
    const { response, settled, result } = await spend(request, wanted, verifications, { verified: false }, userId, "verifyPin", pin);
    if (response) return response;
    if (result?.verified !== true) return respond(core.judgedAnswer(settled, result?.reason ?? "unknown"));
    const receipt = { userId, method: result.method, verifiedAt: new Date(now()) };
    return withHeaders(respond(core.judgedAnswer(settled)), new Headers((await settings.onVerified(request, receipt)) ?? undefined));
  }

  /** Counts what is wanted, calls the API or, where nothing may be sent, lets as much time pass, and settles. */
  async function spend(request, wanted, upstream, decoy, ...call) {
    const { grants, refused, isDecoy } = await ledger.reserve(wanted);
    if (refused) return { response: respond(core.limitedAnswer(refused, now())) };
    const outcome = await (isDecoy ? upstream.imitate(decoy) : upstream.call(...call));
    const settled = await ledger.settle(grants, outcome);
    if ("failure" in outcome) report(outcome.failure, request);
    const answered = core.failureAnswer(outcome);
    return { response: answered && respond(answered), settled, result: outcome.result };
  }

  const refuse = (status) => respond(core.refusalAnswer(status));

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

function withBody(request, body) {
  const readable = new Request(request, { body });
  noteConnection(readable, connectionOf(request));
  return readable;
}

function withHeaders(response, headers) {
  for (const [name, value] of headers) response.headers.append(name, value);
  return response;
}
