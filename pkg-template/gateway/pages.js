/** The gateway over HTTP: routes, origins, bodies, and the hooks that get a request. The Rust core decides what requests mean. */
import { copyConnection, noteConnection } from "./connection.js";
import { loadCore } from "./loading.js";
import { finishTasks, readBody, respond, withHeaders } from "./messages.js";
import { readPlan, setDestination } from "./plans.js";
import { StoreError } from "./store-calls.js";

export function createPages(settings, calls, createId, reporter) {
  const core = loadCore();
  const { rules, now } = settings;
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

  /** Workers pass their environment before the context. */
  async function fetch(request, environment, context = environment) {
    return (await respondTo(request, context)) ?? refuse(404);
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
    if (typeof userId !== "string" || userId === "") return refuseIdentity(userId, request);
    if (admitted === "status") return status(request, userId);
    const { body, status: refused } = await readBody(request);
    const plan = await readRequest(admitted, request, userId, refused ? new Uint8Array() : body);
    if (plan.status === 401) return refuseIdentity(userId, request);
    // A body of the wrong type is refused for its type, whatever its length.
    if (plan.status === 415 || (plan.status && !refused)) return refuse(plan.status);
    if (refused) return refuse(refused);
    const exchange = { request, userId, defer };
    return plan.operation === "start" ? start(plan, exchange, body) : verify(plan, exchange);
  }

  async function readRequest(admitted, request, userId, body) {
    const id = createId();
    const type = request.headers.get("content-type") ?? undefined;
    const address = String((await settings.address(request)) ?? "").trim();
    const lines = rules.planRequest(now(), id, userId, address, settings.destination !== undefined, admitted, type, body);
    return readPlan(lines, id);
  }

  async function start(plan, exchange, body) {
    const { request, userId } = exchange;
    if (!(await passesChallenge(request, body))) {
      reporter.emit("forbidden", { userId, detail: "the challenge was not passed" });
      return refuse(403);
    }
    reporter.checkNetwork(plan.reservations.network, request);
    await setDestination(plan, settings.serviceId, (await settings.destination?.(userId)) ?? undefined);
    return respond((await calls.start(plan, exchange)).response);
  }

  async function passesChallenge(request, body) {
    if (!settings.challenge) return true;
    // The challenge may want to read the body, which has been read already.
    return (await settings.challenge(copyConnection(request, new Request(request, { body })))) === true;
  }

  async function verify(plan, exchange) {
    const { request, userId } = exchange;
    const { response, outcome } = await calls.verify(plan, exchange);
    if (outcome?.result?.verified !== true) return respond(response);
    const receipt = { userId, method: outcome.result.method, verifiedAt: new Date(now()) };
    return withHeaders(respond(response), new Headers((await settings.onVerified(request, receipt)) ?? undefined));
  }

  async function status(request, userId) {
    if (!core.isUserId(userId)) return refuseIdentity(userId, request);
    return respond(core.statusResponse((await calls.apply(...rules.statusEvent(now(), userId))).decision));
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

  return { handle, fetch };
}
