/** The gateway over HTTP: routes, origins, bodies, and the hooks that get a request. The Rust core decides what requests mean. */
import { copyConnection, finishTasks, noteConnection } from "./connection.js";
import { loadCore } from "./loading.js";
import { readPlan, reservationOf, StoreError } from "./limiter.js";

const maxBodyBytes = 4096;

/** What the core admits a request to. Anything else is the response that refuses it. */
const routes = ["start", "verify", "status", "preflight"];

export class Pages {
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
    return readHeaders(this.#settings.rules.originHeaders(own, origin).split("\n"));
  }

  async #serve(admitted, request, caller, defer) {
    if (!routes.includes(admitted)) return this.#respondToDenied(admitted, request, caller);
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
      this.#destinations.areKnown,
      admitted,
      type,
      body,
    );
    return Object.assign(readPlan(lines, id), { address });
  }

  async #start(plan, exchange, body) {
    const { request, userId } = exchange;
    if (!(await this.#passesChallenge(request, body))) {
      this.#reporter.emit("forbidden", { userId, detail: "the challenge was not passed" });
      return this.#refuse(403);
    }
    this.#reporter.checkNetwork(reservationOf(plan, "network"), request);
    const completed = await this.#destinations.complete(plan, exchange);
    if (completed === undefined) return respond(this.#core.forbiddenNumber());
    return respond((await this.#calls.start(completed, exchange)).response);
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
    if (!this.#settings.rules.isUserId(userId)) return this.#refuseIdentity(userId, request);
    return respond(
      this.#core.statusResponse(
        await this.#calls.apply(...this.#settings.rules.statusEvent(this.#settings.now(), userId)),
      ),
    );
  }

  #respondToDenied(text, request, caller) {
    const response = respond(text);
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

/** Reads a request's body. Returns the status of the refusal if it is too long or can't be read. */
async function readBody(request) {
  const length = Number(request.headers.get("content-length") ?? NaN);
  if (length > maxBodyBytes) return { status: 413 };
  try {
    // A server reads no more than Content-Length says, and reading at once takes a tenth of the time in workerd.
    const body = length >= 0 ? new Uint8Array(await request.arrayBuffer()) : await readStream(request.body ?? []);
    return body && body.length <= maxBodyBytes ? { body } : { status: 413 };
  } catch {
    return { status: 400 };
  }
}

/** Reads a stream, undefined if it is too long. Never holds more than 4 KiB and one chunk. */
async function readStream(stream) {
  const bytes = new Uint8Array(maxBodyBytes);
  let length = 0;
  for await (const chunk of stream) {
    if (length + chunk.byteLength > maxBodyBytes) return undefined;
    bytes.set(chunk, length);
    length += chunk.byteLength;
  }
  return bytes.subarray(0, length);
}

/** Creates a response from the core's lines: the status, the headers, and the body, which is empty if there is none. */
function respond(text) {
  const [status, ...lines] = text.split("\n");
  const body = lines.pop();
  return new Response(body || null, { status: Number(status), headers: readHeaders(lines) });
}

function readHeaders(lines) {
  const headers = [];
  for (let index = 0; index + 1 < lines.length; index += 2) headers.push([lines[index], lines[index + 1]]);
  return headers;
}

function withHeaders(response, headers) {
  for (const [name, value] of headers) response.headers.append(name, value);
  return response;
}
