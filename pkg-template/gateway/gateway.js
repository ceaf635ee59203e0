/** Handles the gateway's requests and calls the site's hooks. The Rust core decides what requests mean and how to respond. */
import { connectionOf, createWarning, knownAddress, noteConnection } from "./connection.js";
import { createLimiter, StoreError } from "./limiter.js";
import { loadCore } from "./loading.js";
import { createUpstream } from "./upstream.js";

const maxBodyBytes = 4096;

export function createGateway(options) {
  const core = loadCore();
  const settings = readOptions(core, options);
  const { policy, now, basePath, allowedOrigins } = settings;
  const limiter = createLimiter(settings);
  const starts = createUpstream(settings);
  const verifications = createUpstream(settings);
  const warnOfNoAddress = createWarning();

  async function handle(request, connection = {}) {
    try {
      noteConnection(request, connection);
      return await route(request);
    } catch (error) {
      return respondToError(error, request);
    }
  }

  async function route(request) {
    const { pathname, origin: own } = new URL(request.url);
    const [origin, site] = ["origin", "sec-fetch-site"].map((name) => request.headers.get(name) ?? undefined);
    const admitted = core.admit(request.method, pathname, basePath, own, allowedOrigins, origin, site);
    if (admitted === undefined) return undefined;
    const response = await serve(admitted, request).catch((error) => respondToError(error, request));
    return withHeaders(response, JSON.parse(core.originHeaders(own, allowedOrigins, origin)));
  }

  async function serve(admitted, request) {
    if (admitted.startsWith("{")) return respond(admitted);
    if (admitted === "preflight") return respond(core.preflightResponse());
    const userId = await settings.identify(request);
    if (typeof userId !== "string" || !core.isUserId(userId)) return refuse(401);
    if (admitted === "status") return respond(core.statusResponse(await limiter.read(core.statusEvent(policy, now(), userId))));
    if (!core.isJson(request.headers.get("content-type") ?? undefined)) return refuse(415);
    const body = await readBody(request);
    if (!body) return refuse(413);
    return admitted === "start" ? start(request, userId, body) : verify(request, userId, body);
  }

  async function start(request, userId, body) {
    const method = core.readMethod(body);
    if (method === undefined) return refuse(422);
    // The challenge may want to read the body, which has been read already.
    if ((await settings.challenge(withBody(request, body))) !== true) return refuse(403);
    const events = core.startEvents(policy, now(), userId, method, addressOf(request));
    const operation = { totp: "authenticateUsingTotp", sms: "authenticateUsingSms" }[method];
    const { response, settled } = await callWithinLimits(request, events, starts, { method }, userId, operation);
    return response ?? respond(core.startedResponse(settled));
  }

  async function verify(request, userId, body) {
    const pin = core.readPin(body);
    if (pin === undefined) return refuse(422);
    const events = core.attemptEvents(policy, now(), userId);
    const { response, settled, result } = await callWithinLimits(request, events, verifications, { verified: false }, userId, "verifyPin", pin);
    if (response) return response;
    if (result?.verified !== true) return respond(core.rejectedResponse(settled, result?.reason ?? "unknown"));
    const receipt = { userId, method: result.method, verifiedAt: new Date(now()) };
    return withHeaders(respond(core.verifiedResponse(settled)), new Headers((await settings.onVerified(request, receipt)) ?? undefined));
  }

  /** Makes the reservations, calls the API, or waits as long for a decoy response, and settles the reservations. */
  async function callWithinLimits(request, events, upstream, decoyResult, ...call) {
    const { reservations, denied, isDecoy } = await limiter.reserve(events);
    if (denied) return { response: respond(core.deniedResponse(denied, now())) };
    const outcome = await (isDecoy ? upstream.imitate(decoyResult) : upstream.call(...call));
    const settled = await limiter.settle(reservations, outcome);
    if ("failure" in outcome) report(outcome.failure, request);
    const failed = core.failureResponse(outcome);
    return { response: failed && respond(failed), settled, result: outcome.result };
  }

  function addressOf(request) {
    const address = String(settings.address(request) ?? "").trim();
    if (!address) warnOfNoAddress();
    return address;
  }

  const refuse = (status) => respond(core.refusal(status));

  function respondToError(error, request) {
    report(error, request);
    return refuse(error instanceof StoreError ? 503 : 500);
  }

  function report(error, request) {
    try {
      settings.onError(error, request);
    } catch {
      // An error in the operator's log must not fail the page's request.
    }
  }

  return { handle, fetch: async (request) => (await handle(request)) ?? refuse(404) };
}

/** Checks the options and adds the defaults. */
function readOptions(core, options) {
  core.checkOptions(options);
  const given = Object.entries(options).filter(([, value]) => value !== undefined);
  return {
    basePath: "/2fa",
    challenge: () => true,
    onVerified: () => undefined,
    onError: () => undefined,
    address: knownAddress,
    now: Date.now,
    ...Object.fromEntries(given),
    policy: core.completePolicy(JSON.stringify(options.policy ?? {})),
    allowedOrigins: (options.allowedOrigins ?? []).join(" "),
  };
}

/** Reads a request's body, undefined if it is too long. Never holds more than 4 KiB and one chunk. */
async function readBody(request) {
  if (Number(request.headers.get("content-length")) > maxBodyBytes) return undefined;
  const bytes = new Uint8Array(maxBodyBytes);
  let length = 0;
  for await (const chunk of request.body ?? []) {
    if (length + chunk.byteLength > maxBodyBytes) return undefined;
    bytes.set(chunk, length);
    length += chunk.byteLength;
  }
  return bytes.subarray(0, length);
}

function respond(json) {
  const { status, headers, body } = JSON.parse(json);
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
