import { abortable } from "./abortable.js";

const emptyBody = new Uint8Array(0);

/** Creates a fetch function that a sandbox responds to. It does not use `this`. */
export function createFetch(engine) {
  return async (input, init) => {
    const { request, readBody } = createRequest(input, init);
    // The signal of a Request is a copy: some runtimes wrap its reason, others garbage-collect it during a pending fault.
    const signal = findSignal(input, init);
    signal?.throwIfAborted();
    const body = await readBody(signal);
    signal?.throwIfAborted();
    const { pathname, search } = new URL(request.url);
    const headers = [...request.headers].flat();
    const delivery = await engine.deliver(
      { method: request.method, target: pathname + search, headers, body },
      () => signal,
    );
    return toResponse(delivery, { engine, signal, redirect: request.redirect });
  };
}

/** Keeps a body that is a string out of the Request: Node takes five times as long to read it back from there. */
function createRequest(input, init) {
  if (isPlainObject(init) && typeof init.body === "string" && !(input instanceof Request)) {
    const request = new Request(input, { ...init, body: undefined });
    if (canHaveBody(request)) return { request, readBody: () => new TextEncoder().encode(init.body) };
  }
  const request = new Request(input, init);
  const readBody = async (signal) =>
    canHaveBody(request) ? new Uint8Array(await readAll(request, signal)) : emptyBody;
  return { request, readBody };
}

function readAll(request, signal) {
  return abortable(signal, (resolve, reject) => void request.arrayBuffer().then(resolve, reject));
}

/** Whether a copy has the same options. The getters of a class may need the object itself. */
function isPlainObject(value) {
  return typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}

function canHaveBody({ method }) {
  return method !== "GET" && method !== "HEAD";
}

function findSignal(input, init) {
  if (init?.signal !== undefined) {
    return init.signal;
  }
  return input instanceof Request ? input.signal : undefined;
}

function toResponse(delivery, { engine, signal, redirect }) {
  const { mode, status, headers } = delivery;
  if (mode === "connection") {
    throw new TypeError("fetch failed: the sandbox injected a connection fault");
  }
  if (redirect === "error" && status >= 300 && status < 400) {
    throw new TypeError("fetch failed: unexpected redirect");
  }
  return new Response(createBody(delivery, { engine, signal }), { status, headers });
}

function createBody(delivery, { engine, signal }) {
  if (delivery.mode === "events") {
    return engine.events(delivery.space).stream(signal);
  }
  if (delivery.mode === "truncated") {
    return truncatedStream(new TextEncoder().encode(delivery.body).subarray(0, delivery.sentBytes));
  }
  return delivery.body === "" ? null : delivery.body;
}

function truncatedStream(bytes) {
  let isSent = bytes.length === 0;
  return new ReadableStream({
    pull(controller) {
      if (isSent) {
        controller.error(new TypeError("terminated: the sandbox injected a truncated response"));
        return;
      }
      isSent = true;
      controller.enqueue(bytes);
    },
  });
}
