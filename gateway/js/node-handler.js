/** A gateway as a handler for Node's http, Express, Fastify, NestJS and Connect. Imports no module of Node, since every entry includes it. */
import { toRequest } from "./node-request.js";
import { kindOf, ownProperties } from "./option-checks.js";

const maxProxies = 100;

/** Headers that an earlier middleware may have set, e.g. for a session, and whose values must stay. */
const accumulating = ["set-cookie", "vary"];

export function toNodeHandler(gateway, options = {}) {
  const { trustedProxies, waitUntil } = readArguments(gateway, options);

  return async function handler(incoming, outgoing, next) {
    try {
      const response = await answer(incoming, outgoing);
      if (response) return await sendResponse(outgoing, response);
    } catch (error) {
      return next ? next(error) : sendStatus(outgoing, 500);
    }
    return next ? next() : sendStatus(outgoing, 404);
  };

  /** Resolves to undefined for requests that are not the gateway's, or that the Fetch Standard does not allow. */
  async function answer(incoming, outgoing) {
    let bodyError;
    const onBodyError = (error) => (bodyError = error);
    const { request, address } =
      toRequest(incoming, { trustedProxies, signal: abortedBy(outgoing), onBodyError }) ?? {};
    const response = request && (await gateway.handle(request, { address, nodeRequest: incoming, waitUntil }));
    if (bodyError) throw bodyError;
    return response;
  }
}

/** Returns a signal that is aborted if the connection closes before the response is sent. */
function abortedBy(outgoing) {
  const controller = new AbortController();
  outgoing.once("close", () => {
    if (!outgoing.writableFinished) controller.abort();
  });
  return controller.signal;
}

function sendStatus(outgoing, status) {
  if (outgoing.headersSent || outgoing.destroyed) return;
  outgoing.statusCode = status;
  outgoing.setHeader("cache-control", "no-store");
  outgoing.end();
}

function readArguments(gateway, options) {
  if (typeof gateway?.handle !== "function")
    throw new TypeError("toNodeHandler: expected a gateway, as createGateway returns it");
  if (typeof options !== "object" || options === null)
    throw new TypeError(`toNodeHandler: expected options as an object, got ${kindOf(options)}`);
  const { trustedProxies = 0, waitUntil, ...unknown } = ownProperties(options);
  const [name] = Object.keys(unknown);
  if (name !== undefined)
    throw new TypeError(`toNodeHandler: unknown option ${name}; expected trustedProxies, waitUntil`);
  if (waitUntil !== undefined && typeof waitUntil !== "function")
    throw new TypeError(`toNodeHandler: waitUntil: expected a function, got ${kindOf(waitUntil)}`);
  if (Number.isInteger(trustedProxies) && trustedProxies >= 0 && trustedProxies <= maxProxies)
    return { trustedProxies, waitUntil };
  throw new TypeError(
    `toNodeHandler: trustedProxies: expected a whole number from 0 to ${maxProxies}, got ${typeof trustedProxies === "number" ? trustedProxies : kindOf(trustedProxies)}`,
  );
}

/** Sends a `Response` with Node's http. Does nothing if the connection is closed, or if something else has responded. */
async function sendResponse(outgoing, response) {
  const body = new Uint8Array(await response.arrayBuffer());
  if (outgoing.headersSent || outgoing.destroyed) return;
  outgoing.statusCode = response.status;
  for (const [name, value] of response.headers) outgoing.setHeader(name, withEarlier(outgoing, name, value));
  outgoing.end(body);
}

function withEarlier(outgoing, name, value) {
  const earlier = accumulating.includes(name) ? outgoing.getHeader(name) : undefined;
  return earlier === undefined ? value : [earlier, value].flat();
}
