import { createServer } from "node:http";
import { StartError } from "./flags.js";
import { RejectedRequest, isControlPath, readRequest } from "./node-request.js";
import { sendDelivery, sendError, sendRejection } from "./node-response.js";
import { createPageFiles, createStaticFiles } from "./static-files.js";

/** Serves a sandbox over HTTP, with the demo page or a folder of static files. */
export async function listen(engine, { host, port, static: folder, stateFile }) {
  const files = folder === undefined ? createPageFiles() : createStaticFiles(folder);
  const server = createServer((incoming, outgoing) => {
    handle(incoming, outgoing).catch((error) => handleError(error, outgoing));
  });
  const signals = signalsOfClose(server);

  // Node closes idle connections after five seconds. A client that reuses one at that moment, e.g. workerd, loses its request.
  server.keepAliveTimeout = 0;

  async function handle(incoming, outgoing) {
    const rejection = engine.checkAccess(incoming.method, incoming.rawHeaders);
    if (rejection) {
      sendRejection(rejection, incoming, outgoing);
      return;
    }
    const file = await files.find(incoming);
    if (file) {
      file.send(outgoing);
      return;
    }
    const request = await readRequest(incoming);
    // Not by fetch: creating a Request and a Response takes longer than everything else.
    const signal = signals.get(incoming.socket);
    const delivery = engine.deliver(request, () => signal);
    if (mayChangeState(request)) stateFile?.markChanged();
    await delivery;
    // A wait for a message changes the state only when it ends.
    if (mayChangeState(request)) stateFile?.markChanged();
    await sendDelivery(await delivery, { engine, outgoing, signal, failure: await findStateFailure(request) });
  }

  /** Returns the message to send instead of a control API response while the state cannot be saved. */
  async function findStateFailure({ method, path }) {
    const isAffected = stateFile?.failure !== undefined && method !== "GET" && isControlPath(path);
    if (isAffected) await stateFile.save();
    return isAffected ? stateFile.failure : undefined;
  }

  await startListening(server, host, port);
  return { url: formatUrl(server), close: () => close(server) };
}

/** Returns whether a request may change the state: all but reads from the control API. Requests to the Verigator API are recorded. */
function mayChangeState({ method, path }) {
  return method !== "GET" || !isControlPath(path) || path.endsWith("/inbox/next");
}

/** Returns a map of signals that abort when their connection closes. Responses do not tell: one that waits for an earlier one is never closed. */
function signalsOfClose(server) {
  const signals = new WeakMap();
  server.on("connection", (socket) => {
    const closed = new AbortController();
    signals.set(socket, closed.signal);
    socket.once("close", () => closed.abort());
  });
  return signals;
}

/** Closes the connection on any error but a rejected request. It broke already, unless the error is unexpected. */
function handleError(error, outgoing) {
  if (error instanceof RejectedRequest) {
    sendError(error, outgoing);
    return;
  }
  if (!outgoing.req.socket.destroyed) console.error(`verigator sandbox: ${error.stack}`);
  outgoing.destroy();
  if (error instanceof WebAssembly.RuntimeError) endAfterTrap();
}

/** Ends the process, since the state of the wasm is unknown after a trap. The state file keeps what was saved last. */
function endAfterTrap() {
  console.error("verigator sandbox: the emulator crashed, e.g. because its memory of 4 GiB is full, and ends");
  process.exit(1);
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
