import { once } from "node:events";
import { createServer } from "node:http";
import { answerControl } from "./control.mjs";
import { fail } from "./faults.mjs";
import { scenarios } from "./scenarios.mjs";

/**
 * A real HTTP server on loopback whose answers are chosen by the tests.
 *
 * The first segment of a path names a scenario: a script of answers with a record of the requests that took them, so that tests
 * don't meet. Scenarios are made and read under `/control/`, over HTTP too, since most runtimes under test are other processes.
 */
export async function startFaultServer() {
  const book = scenarios();
  const server = createServer((request, response) => void respond(book, request, response));
  // The sockets of a client that has gone are of no interest, nor is what it says that makes no sense.
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

/** The address of a port where nobody listens. */
export async function refusingUrl() {
  const server = createServer();
  await listen(server);
  const url = urlOf(server);
  server.close();
  await once(server, "close");
  return url;
}

async function respond(book, request, response) {
  for (const [name, value] of Object.entries({ ...cors, ...fresh })) response.setHeader(name, value);
  if (request.method === "OPTIONS") return response.writeHead(204).end();
  const body = await bodyOf(request);
  const [, first, ...rest] = request.url.split("/");
  if (first === "control") return answerControl(book, request.method, rest, body, response);
  const { method, headers } = request;
  const path = `/${rest.join("/")}`;
  fail(book.take(first, { method, path, headers, body }, request.socket), path, response);
}

/** Lets pages of any origin in, and lets them see what a page may see only by leave. */
const cors = {
  "access-control-allow-origin": "*",
  "access-control-allow-headers": "x-service-auth, content-type",
  "access-control-allow-methods": "GET, POST, PUT, DELETE",
  "access-control-expose-headers": "x-request-id, request-id, retry-after, location",
  "access-control-max-age": "600",
};

/** Connections end with their answer, but where a scenario keeps them: most clients send again by themselves on a kept one that is cut. */
const fresh = { connection: "close" };

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
