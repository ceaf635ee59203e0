import { abortable } from "./abortable.js";

const maxTimerMs = 2_147_483_647;

/** Handles a request, and resolves to the delivery when it is due: after a wait for a message, after a delay, or never for the fault `hang`. */
export async function deliver(engine, { method, target, headers, body }, getSignal) {
  const delivery = await waitForMessage(() => engine.handle(method, target, headers, body), { engine, getSignal });
  if (delivery.delayMs > 0) {
    await pause(delivery.delayMs, getSignal());
  }
  return delivery.mode === "hang" ? pause(Infinity, getSignal()) : delivery;
}

/** Handles a request, again on each new message and restored state until one is found or the time of the wait is over. */
async function waitForMessage(handle, { engine, getSignal }) {
  let delivery = handle();
  const signal = delivery.mode === "wait" ? getSignal() : undefined;
  const endsAt = performance.now() + delivery.waitMs;
  while (delivery.mode === "wait") {
    const timeoutMs = Math.max(0, endsAt - performance.now());
    const event = await engine
      .events(delivery.space)
      .next(["sms", "restored", "reset", "deleted"], { timeoutMs, signal });
    if (event === undefined) {
      return delivery;
    }
    delivery = event === "sms" || event === "restored" ? handle() : interruptedWait(delivery);
  }
  return delivery;
}

function interruptedWait({ headers }) {
  const body = JSON.stringify({ message: "the sandbox was reset while waiting for a message" });
  return { mode: "complete", delayMs: 0, status: 409, headers, body };
}

/** Waits for a time, which may be infinite, or until the signal aborts. */
function pause(milliseconds, signal) {
  return abortable(signal, (resolve) => {
    const timer = startTimer(milliseconds, resolve, signal);
    return () => clearTimeout(timer);
  });
}

/** An infinite wait keeps the process running, as an open connection would, but only if a signal can end it. */
function startTimer(milliseconds, finish, signal) {
  if (milliseconds !== Infinity) {
    return setTimeout(finish, milliseconds);
  }
  return signal ? setInterval(() => {}, maxTimerMs) : undefined;
}
