/** Serves the measured load without the sandbox, by the program that the first argument names. Sends its port to the parent process. */
import { createServer } from "node:http";
import { json } from "node:stream/consumers";
import jsonServer from "json-server";
import { createMinimalApi } from "./minimal-api.mjs";

const peers = { "node:http alone": nodeHttpAlone, "json-server": createJsonServer };

const server = createServer(peers[process.argv[2]]());
server.keepAliveTimeout = 0;
server.listen(0, "127.0.0.1", () => process.send(server.address().port));
process.once("disconnect", () => process.exit());

function nodeHttpAlone() {
  const handle = createMinimalApi();
  return async (request, response) => {
    const { status, value } = handle(
      request.method,
      request.url,
      request.method === "POST" ? await json(request) : undefined,
    );
    const text = JSON.stringify(value);
    response
      .writeHead(status, { "content-type": "application/json", "content-length": Buffer.byteLength(text) })
      .end(text);
  };
}

/** json-server with its collections in memory. Paths are rewritten to its own, and lists to the API's form. */
function createJsonServer() {
  const app = jsonServer.create();
  app.use(
    jsonServer.rewriter({
      "/v1/service/service/:service/users/:user/auth": "/messages",
      "/v1/service/service/:service/users/:user": "/users/:user",
      "/v1/service/service/:service/users": "/users",
      "/v1/service/service": "/services",
    }),
  );
  const router = jsonServer.router({ services: [], users: [], messages: [] });
  router.render = (_, response) => {
    const { data } = response.locals;
    response.json(Array.isArray(data) ? { users: data } : data);
  };
  app.use(router);
  return app;
}
