/** The gateway over HTTP: routes, origins, bodies, and the hooks that get a request. The Rust core decides what requests mean. */
import { copyConnection, noteConnection } from "./connection.js";
import { loadCore } from "./loading.js";
import { finishTasks, readBody, respond, withHeaders } from "./messages.js";
import { readPlan, setDestination } from "./plans.js";
import { StoreError } from "./store-calls.js";

export class Pages {
  #core = loadCore();
  #settings;
  #calls;
  #createId;
  #reporter;

  constructor(settings, calls, createId, reporter) {
    this.#settings = settings;
    this.#calls = calls;
    this.#createId = createId;
    this.#reporter = reporter;
  }

  async handle(request, context) {
    try {
      // Frameworks may pass anything as the second argument.
      if (context?.address || context?.nodeRequest) noteConnection(request, context);
    } catch (error) {
      return this.#respondToError(error, request);
    }
    return this.#respondTo(request, context);
  }

  /** Workers pass their environment before the context. */
  async fetch(request, environment, context = environment) {
    return (await this.#respondTo(request, context)) ?? this.#refuse(404);
  }

  async #respondTo(request, context) {
    const tasks = [];
    const response = await this.#route(request, (task) => tasks.push(task)).catch((error) =>
      this.#respondToError(error, request),
    );
    await finishTasks(tasks, context);
    return response;
  }

  async #route(request, defer) {
    const { pathname, origin: own } = new URL(request.url);
    const [origin, site] = ["origin", "sec-fetch-site"].map((name) => request.headers.get(name) ?? undefined);
    const admitted = this.#settings.rules.admit(request.method, pathname, own, origin, site);
    if (admitted === undefined) return undefined;
    const response = await this.#serve(admitted, request, { origin, site, own }, defer).catch((error) =>
      this.#respondToError(error, request),
    );
    return withHeaders(response, this.#originHeaders(own, origin));
  }

  #originHeaders(own, origin) {
    // Only another origin's page needs more than that.
    if (origin === undefined || origin === own) return [["vary", "Origin"]];
    return JSON.parse(this.#settings.rules.originHeaders(own, origin));
  }

  async #serve(admitted, request, caller, defer) {
    if (admitted.startsWith("{")) return this.#respondToDenied(admitted, request, caller);
    if (admitted === "preflight") return respond(this.#core.preflightResponse());
    const userId = await this.#settings.identify(request);
    if (typeof userId !== "string" || userId === "") return this.#refuseIdentity(userId, request);
    if (admitted === "status") return this.#status(request, userId);
    const { body, status: refused } = await readBody(request);
    const plan = await this.#readRequest(admitted, request, userId, refused ? new Uint8Array() : body);
    if (plan.status === 401) return this.#refuseIdentity(userId, request);
    // A body of the wrong type is refused for its type, whatever its length.
    if (plan.status === 415 || (plan.status && !refused)) return this.#refuse(plan.status);
    if (refused) return this.#refuse(refused);
    const exchange = { request, userId, defer };
    return plan.operation === "start" ? this.#start(plan, exchange, body) : this.#verify(plan, exchange);
  }

  async #readRequest(admitted, request, userId, body) {
    const id = this.#createId();
    const type = request.headers.get("content-type") ?? undefined;
    const address = String((await this.#settings.address(request)) ?? "").trim();
    const lines = this.#settings.rules.planRequest(
      this.#settings.now(),
      id,
      userId,
      address,
      this.#settings.destination !== undefined,
      admitted,
      type,
      body,
    );
    return readPlan(lines, id);
  }

  async #start(plan, exchange, body) {
    const { request, userId } = exchange;
    if (!(await this.#passesChallenge(request, body))) {
      this.#reporter.emit("forbidden", { userId, detail: "the challenge was not passed" });
      return this.#refuse(403);
    }
    this.#reporter.checkNetwork(plan.reservations.network, request);
    await setDestination(plan, this.#settings.serviceId, (await this.#settings.destination?.(userId)) ?? undefined);
    return respond((await this.#calls.start(plan, exchange)).response);
  }

  async #passesChallenge(request, body) {
    if (!this.#settings.challenge) return true;
    // The challenge may want to read the body, which has been read already.
    return (await this.#settings.challenge(copyConnection(request, new Request(request, { body })))) === true;
  }

  async #verify(plan, exchange) {
    const { request, userId } = exchange;
    const { response, outcome } = await this.#calls.verify(plan, exchange);
    if (outcome?.result?.verified !== true) return respond(response);
    const receipt = { userId, method: outcome.result.method, verifiedAt: new Date(this.#settings.now()) };
    return withHeaders(
      respond(response),
      new Headers((await this.#settings.onVerified(request, receipt)) ?? undefined),
    );
  }

  async #status(request, userId) {
    if (!this.#core.isUserId(userId)) return this.#refuseIdentity(userId, request);
    return respond(
      this.#core.statusResponse(
        await this.#calls.apply(...this.#settings.rules.statusEvent(this.#settings.now(), userId)),
      ),
    );
  }

  #respondToDenied(json, request, caller) {
    const response = respond(json);
    if (response.status === 403) this.#reporter.reportOrigin(caller, request);
    return response;
  }

  #refuseIdentity(userId, request) {
    if (userId !== null && userId !== undefined && userId !== "") this.#reporter.reportIdentity(request);
    return this.#refuse(401);
  }

  #respondToError(error, request) {
    if (error instanceof StoreError) this.#reporter.emit("store_failed", { detail: error.detail });
    this.#reporter.report(error, request);
    return this.#refuse(error instanceof StoreError ? 503 : 500);
  }

  #refuse(status) {
    return respond(this.#core.refusal(status));
  }
}
