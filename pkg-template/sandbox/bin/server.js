import { createServer } from "node:http";
import { StartError } from "./flags.js";
import { UnreadableRequest, readRequest } from "./incoming.js";
import { send, sendMessage } from "./outgoing.js";
import { createPageFiles } from "./page-files.js";
import { createStaticFiles } from "./static-files.js";

/** Serves a sandbox over HTTP, and beside it the demo page or another folder of files. */
export async function listen(sandbox, { host, port, isExposed, static: folder, onHandled }) {
  const files = folder === undefined ? createPageFiles() : createStaticFiles(folder);
  const server = createServer((incoming, outgoing) => {
    answer(incoming, outgoing).catch((error) => fail(error, outgoing));
  });

  // Node would drop idle connections after five seconds. Clients that keep theirs, workerd for one, lose the request that they send just then.
  server.keepAliveTimeout = 0;

  async function answer(incoming, outgoing) {
    const file = await files.find(incoming);
    if (file) {
      file.send(outgoing);
      return;
    }
    const request = await readRequest(incoming, { isExposed });
    const gone = new AbortController();
    outgoing.on("close", () => gone.abort());
    const answering = sandbox.fetch(request, { signal: gone.signal, redirect: "manual" });
    onHandled();
    await send(await answering, outgoing);
  }

  await started(server, host, port);
  return { url: urlOf(server), close: () => close(server) };
}

/** Whatever rejects is a connection that broke, or that a fault was to break. */
function fail(error, outgoing) {
  if (error instanceof UnreadableRequest) {
    sendMessage(error, outgoing);
  } else {
    outgoing.destroy();
  }
}

function started(server, host, port) {
  return new Promise((resolve, reject) => {
    server.once("error", (error) => reject(new StartError(whyNotListening(error, host, port))));
    server.listen(port, host, resolve);
  });
}

function whyNotListening(error, host, port) {
  const why = error.code === "EADDRINUSE" ? "the port is in use, --port takes another" : error.message;
  return `could not listen on ${host}, port ${port}: ${why}`;
}

function urlOf(server) {
  const { address, family, port } = server.address();
  return `http://${family === "IPv6" ? `[${address}]` : address}:${port}`;
}

/** Hanging requests and event streams would keep the server open for ever. */
function close(server) {
  return new Promise((resolve) => {
    server.close(resolve);
    server.closeAllConnections();
  });
}
