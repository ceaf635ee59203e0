const encoder = new TextEncoder();
const noBytes = new Uint8Array(0);
const longestTimerMs = 2_147_483_647;

/** Makes the function that serves a sandbox's API in place of the global fetch. It has no `this`. */
export function createFetch(core) {
  return async (input, init) => {
    const request = new Request(input, init);
    // The request's own signal is a copy: some runtimes wrap its reason, others let it be collected while a fault still waits for it.
    const signal = signalOf(input, init);
    signal?.throwIfAborted();
    const body = request.method === "GET" || request.method === "HEAD" ? noBytes : new Uint8Array(await request.arrayBuffer());
    signal?.throwIfAborted();
    const { pathname, search } = new URL(request.url);
    const delivery = core.deliver(request.method, pathname + search, [...request.headers].flat(), body);
    return send(delivery, { core, redirect: request.redirect, signal });
  };
}

function signalOf(input, init) {
  if (init?.signal !== undefined) {
    return init.signal;
  }
  return input instanceof Request ? input.signal : undefined;
}

async function send(delivery, { core, redirect, signal }) {
  if (delivery.delayMs > 0) {
    await pause(delivery.delayMs, signal);
  }
  const { manner, status } = delivery;
  if (manner === "hang") {
    return pause(Infinity, signal);
  }
  if (manner === "connection") {
    throw new TypeError("fetch failed: the connection broke, as the sandbox was asked to let it");
  }
  if (redirect === "error" && status >= 300 && status < 400) {
    throw new TypeError("fetch failed: expected no redirect, got one");
  }
  return new Response(bodyOf(delivery, core), { status, headers: delivery.headers });
}

/** Waits so long, for ever where that is infinite, or until the signal ends it. */
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

/** An endless wait keeps the process running as an open connection would, but only where a signal can end it. */
function startTimer(milliseconds, finish, signal) {
  if (milliseconds !== Infinity) {
    return setTimeout(finish, milliseconds);
  }
  return signal ? setInterval(() => {}, longestTimerMs) : undefined;
}

function bodyOf(delivery, core) {
  if (delivery.manner === "events") {
    return core.eventStream();
  }
  if (delivery.manner === "truncated") {
    return brokenStream(encoder.encode(delivery.body).subarray(0, delivery.sentBytes));
  }
  return delivery.body === "" ? null : delivery.body;
}

function brokenStream(bytes) {
  let isSent = bytes.length === 0;
  return new ReadableStream({
    pull(controller) {
      if (isSent) {
        controller.error(new TypeError("terminated: the connection broke in the middle of the answer, as the sandbox was asked to let it"));
        return;
      }
      isSent = true;
      controller.enqueue(bytes);
    },
  });
}
