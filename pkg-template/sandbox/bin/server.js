import { createServer } from "node:http";
import { StartError } from "./flags.js";
import { RejectedRequest, readRequest } from "./node-request.js";
import { sendError, sendResponse } from "./node-response.js";
import { createPageFiles, createStaticFiles } from "./static-files.js";

/** Serves a sandbox over HTTP, with the demo page or a folder of static files. */
export async function listen(sandbox, { host, port, isExposed, static: folder, onHandled }) {
  const files = folder === undefined ? createPageFiles() : createStaticFiles(folder);
  const server = createServer((incoming, outgoing) => {
    handle(incoming, outgoing).catch((error) => handleError(error, outgoing));
  });

  // Node closes idle connections after five seconds. A client that reuses one at that moment, e.g. workerd, loses its request.
  server.keepAliveTimeout = 0;

  async function handle(incoming, outgoing) {
    const file = await files.find(incoming);
    if (file) {
      file.send(outgoing);
      return;
    }
    const request = await readRequest(incoming, { isExposed });
    const closed = new AbortController();
    outgoing.on("close", () => closed.abort());
    const response = sandbox.fetch(request, { signal: closed.signal, redirect: "manual" });
    onHandled();
    await sendResponse(await response, outgoing);
  }

  await startListening(server, host, port);
  return { url: formatUrl(server), close: () => close(server) };
}

/** Closes the connection on any error but a rejected request: it broke already, or a fault is meant to break it. */
function handleError(error, outgoing) {
  if (error instanceof RejectedRequest) {
    sendError(error, outgoing);
  } else {
    outgoing.destroy();
  }
}

function startListening(server, host, port) {
  return new Promise((resolve, reject) => {
    server.once("error", (error) => reject(new StartError(listenError(error, host, port))));
    server.listen(port, host, resolve);
  });
}

function listenError(error, host, port) {
  const reason = error.code === "EADDRINUSE" ? "the port is in use; choose another with --port" : error.message;
  return `could not listen on ${host}, port ${port}: ${reason}`;
}

function formatUrl(server) {
  const { address, family, port } = server.address();
  return `http://${family === "IPv6" ? `[${address}]` : address}:${port}`;
}

/** Closes all connections too, since hanging requests and event streams never end. */
function close(server) {
  return new Promise((resolve) => {
    server.close(resolve);
    server.closeAllConnections();
  });
}
