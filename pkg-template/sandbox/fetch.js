const emptyBody = new Uint8Array(0);
const maxTimerMs = 2_147_483_647;

/** Creates a fetch function that a sandbox responds to. It does not use `this`. */
export function createFetch(engine) {
  return async (input, init) => {
    const request = new Request(input, init);
    // The signal of a Request is a copy: some runtimes wrap its reason, others garbage-collect it during a pending fault.
    const signal = findSignal(input, init);
    signal?.throwIfAborted();
    const body = request.method === "GET" || request.method === "HEAD" ? emptyBody : new Uint8Array(await request.arrayBuffer());
    signal?.throwIfAborted();
    const { pathname, search } = new URL(request.url);
    const headers = [...request.headers].flat();
    const handle = () => engine.handle(request.method, pathname + search, headers, body);
    const delivery = await waitForMessage(handle, { engine, signal });
    return send(delivery, { engine, redirect: request.redirect, signal });
  };
}

function findSignal(input, init) {
  if (init?.signal !== undefined) {
    return init.signal;
  }
  return input instanceof Request ? input.signal : undefined;
}

/** Handles a request, again on each new message until one is found or the time of the wait is over. */
async function waitForMessage(handle, { engine, signal }) {
  let delivery = handle();
  const endsAt = performance.now() + delivery.waitMs;
  while (delivery.mode === "wait") {
    const timeoutMs = Math.max(0, endsAt - performance.now());
    const event = await engine.events(delivery.space).next(["sms", "reset", "deleted"], { timeoutMs, signal });
    if (event === undefined) {
      return delivery;
    }
    delivery = event === "sms" ? handle() : interruptedWait(delivery);
  }
  return delivery;
}

function interruptedWait({ headers }) {
  const body = JSON.stringify({ message: "the sandbox was reset while waiting for a message" });
  return { mode: "complete", delayMs: 0, status: 409, headers, body };
}

async function send(delivery, { engine, redirect, signal }) {
  if (delivery.delayMs > 0) {
    await pause(delivery.delayMs, signal);
  }
  const { mode, status } = delivery;
  if (mode === "hang") {
    return pause(Infinity, signal);
  }
  if (mode === "connection") {
    throw new TypeError("fetch failed: the sandbox injected a connection fault");
  }
  if (redirect === "error" && status >= 300 && status < 400) {
    throw new TypeError("fetch failed: unexpected redirect");
  }
  return new Response(createBody(delivery, engine), { status, headers: delivery.headers });
}

/** Waits for a time, which may be infinite, or until the signal aborts. */
function pause(milliseconds, signal) {
  return new Promise((resolve, reject) => {
    const timer = startTimer(milliseconds, finish, signal);
    signal?.addEventListener("abort", abort, { once: true });

    function finish() {
      signal?.removeEventListener("abort", abort);
      resolve();
    }

    function abort() {
      clearTimeout(timer);
      reject(signal.reason);
    }
  });
}

/** An infinite wait keeps the process running, as an open connection would, but only if a signal can end it. */
function startTimer(milliseconds, finish, signal) {
  if (milliseconds !== Infinity) {
    return setTimeout(finish, milliseconds);
  }
  return signal ? setInterval(() => {}, maxTimerMs) : undefined;
}

function createBody(delivery, engine) {
  if (delivery.mode === "events") {
    return engine.events(delivery.space).stream();
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
