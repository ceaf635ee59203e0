import { abortable } from "./abortable.js";

/** The most that is kept for a stream whose reader is slow. */
const maxBacklogBytes = 1024 * 1024;

/** Passes the events of a space on to callbacks and to streams of server-sent events. */
export class EventHub {
  #callbacks = {
    sms: new Set(),
    push: new Set(),
    request: new Set(),
    restored: new Set(),
    reset: new Set(),
    deleted: new Set(),
  };
  #streams = new Set();

  /** Adds a callback and returns a function that removes it. */
  on(event, callback) {
    const callbacks = Object.hasOwn(this.#callbacks, event) ? this.#callbacks[event] : undefined;
    if (!callbacks) {
      throw new TypeError("event: expected sms, push or request");
    }
    if (typeof callback !== "function") {
      throw new TypeError("callback: expected a function");
    }
    // Wrapped, so that a function that is added twice is called twice and removed one at a time.
    const entry = { callback };
    callbacks.add(entry);
    return () => void callbacks.delete(entry);
  }

  /** Resolves to the name of the next of these events, or to undefined after the timeout. Rejects with the signal's reason. */
  next(events, { timeoutMs, signal }) {
    return abortable(signal, (resolve) => {
      const removers = events.map((event) => this.on(event, () => resolve(event)));
      const timer = setTimeout(resolve, timeoutMs);
      return () => {
        clearTimeout(timer);
        removers.forEach((remove) => remove());
      };
    });
  }

  emit({ sequence, event, value }) {
    if (this.#streams.size > 0) {
      this.#enqueue(
        new TextEncoder().encode(`id: ${sequence}\nevent: ${event}\ndata: ${JSON.stringify(value ?? null)}\n\n`),
      );
    }
    for (const { callback } of [...this.#callbacks[event]]) {
      callSafely(callback, parseDates(value));
    }
  }

  #enqueue(bytes) {
    for (const controller of this.#streams) {
      if (controller.desiredSize > 0) {
        controller.enqueue(bytes);
      } else {
        this.#streams.delete(controller);
        controller.error(new Error(`the reader of the event stream is more than ${maxBacklogBytes} bytes behind`));
      }
    }
  }

  /** Returns a stream of all events from now on, as server-sent events. It fails if its reader falls too far behind, and if the signal aborts. */
  stream(signal) {
    const streams = this.#streams;
    let ownController;
    const abort = () => streams.delete(ownController) && ownController.error(signal.reason);
    signal?.addEventListener("abort", abort, { once: true });
    const source = {
      start(controller) {
        ownController = controller;
        streams.add(controller);
        // Headers are sent with the first bytes, so send a comment immediately.
        controller.enqueue(new TextEncoder().encode(": listening\n\n"));
      },
      cancel() {
        signal?.removeEventListener("abort", abort);
        streams.delete(ownController);
      },
    };
    return new ReadableStream(source, new ByteLengthQueuingStrategy({ highWaterMark: maxBacklogBytes }));
  }

  /** Ends all streams. */
  close() {
    this.#streams.forEach((controller) => controller.close());
    this.#streams.clear();
  }
}

/** Reports what a callback throws as an uncaught error, as event targets do, so that the request continues. */
function callSafely(callback, value) {
  try {
    callback(value);
  } catch (error) {
    queueMicrotask(() => {
      throw error;
    });
  }
}

function parseDates(value) {
  const parsed = { ...value };
  for (const name of ["sentAt", "at"]) {
    if (name in parsed) {
      parsed[name] = new Date(parsed[name]);
    }
  }
  return parsed;
}
