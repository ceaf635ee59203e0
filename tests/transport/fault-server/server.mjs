import { once } from "node:events";
import { createServer } from "node:http";
import { respondToControl } from "./control.mjs";
import { sendScripted } from "./faults.mjs";
import { createScenarios } from "./scenarios.mjs";

/**
 * Starts an HTTP server on loopback whose responses are scripted by the tests.
 *
 * The first segment of a path names a scenario, which has its own script of responses and its own record of requests, so that tests do not
 * affect each other. Tests create and read scenarios over HTTP, under `/control/`, since most runtimes under test are other processes.
 */
export async function startFaultServer() {
  const scenarios = createScenarios();
  const server = createServer((request, response) => void respond(scenarios, request, response));
  // Malformed requests and disconnected clients are ignored.
  server.on("clientError", (_, socket) => socket.destroy());
  await listen(server);
  return {
    url: urlOf(server),
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

/** Returns the URL of a closed port. */
export async function refusingUrl() {
  const server = createServer();
  await listen(server);
  const url = urlOf(server);
  server.close();
  await once(server, "close");
  return url;
}

async function respond(scenarios, request, response) {
  for (const [name, value] of Object.entries({ ...cors, ...closing })) response.setHeader(name, value);
  if (request.method === "OPTIONS") return respondToPreflight(request, response);
  const body = await bodyOf(request);
  const [, first, ...rest] = request.url.split("/");
  if (first === "control") return respondToControl(scenarios, request.method, rest, body, response);
  const { method, headers } = request;
  const path = `/${rest.join("/")}`;
  sendScripted(scenarios.take(first, { method, path, headers, body }, request.socket), path, response);
  if (response.getHeader("connection") === "keep-alive") keptSockets.add(request.socket);
}

const keptSockets = new WeakSet();

/** Leaves a kept connection open: Chromium sends a preflight before each request that no cache may answer. */
function respondToPreflight({ socket }, response) {
  if (keptSockets.has(socket)) response.removeHeader("connection");
  response.writeHead(204).end();
}

/** Allows pages of any origin, and exposes the headers that the client reads. */
const cors = {
  "access-control-allow-origin": "*",
  "access-control-allow-headers": "x-service-auth, content-type",
  "access-control-allow-methods": "GET, POST, PUT, DELETE",
  "access-control-expose-headers": "x-request-id, request-id, retry-after, location",
  "access-control-max-age": "600",
};

/** Closes connections after each response, unless a scenario keeps them open: most runtimes resend a request when a reused connection is cut. */
const closing = { connection: "close" };

async function bodyOf(request) {
  const chunks = await request.toArray();
  return Buffer.concat(chunks).toString();
}

async function listen(server) {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
}

function urlOf(server) {
  return `http://127.0.0.1:${server.address().port}`;
}
