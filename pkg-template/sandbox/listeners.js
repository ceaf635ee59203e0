const encoder = new TextEncoder();

/** Those who want to hear of SMS, pushes and requests. */
export class Listeners {
  #callbacks = { sms: new Set(), push: new Set(), request: new Set(), reset: new Set() };
  #streams = new Set();

  add(event, callback) {
    const callbacks = Object.hasOwn(this.#callbacks, event) ? this.#callbacks[event] : undefined;
    if (!callbacks) {
      throw new TypeError("event: expected sms, push or request");
    }
    if (typeof callback !== "function") {
      throw new TypeError("callback: expected a function");
    }
    // A wrapper of its own, so that a function added twice is called twice and removed one by one.
    const entry = { callback };
    callbacks.add(entry);
    return () => void callbacks.delete(entry);
  }

  tell({ sequence, event, value }) {
    for (const controller of this.#streams) {
      controller.enqueue(encoder.encode(`id: ${sequence}\nevent: ${event}\ndata: ${JSON.stringify(value ?? null)}\n\n`));
    }
    for (const { callback } of [...this.#callbacks[event]]) {
      callSafely(callback, withDates(value));
    }
  }

  /** All events from now on, as server-sent events. */
  stream() {
    const streams = this.#streams;
    let own;
    return new ReadableStream({
      start(controller) {
        own = controller;
        streams.add(controller);
        // Something has to be sent for the headers to arrive at once.
        controller.enqueue(encoder.encode(": listening\n\n"));
      },
      cancel() {
        streams.delete(own);
      },
    });
  }
}

/** What a callback throws is reported as an uncaught error, as with events elsewhere; the request goes on. */
function callSafely(callback, value) {
  try {
    callback(value);
  } catch (error) {
    queueMicrotask(() => {
      throw error;
    });
  }
}

function withDates(value) {
  const dated = { ...value };
  for (const name of ["sentAt", "at"]) {
    if (name in dated) {
      dated[name] = new Date(dated[name]);
    }
  }
  return dated;
}
