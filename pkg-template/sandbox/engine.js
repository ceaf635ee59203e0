import { EventHub } from "./event-hub.js";
import { createWasmEngine } from "./loading.js";

const encoder = new TextEncoder();
const emptyBody = new Uint8Array(0);

/** A sandbox's wasm engine and its event listeners. */
export class SandboxEngine {
  #wasm;
  #events = new EventHub();

  constructor(options) {
    if (typeof options !== "object" || options === null) {
      throw new TypeError("options: expected an object");
    }
    this.#wasm = createWasmEngine(options);
  }

  /** Handles a request and returns the delivery: the response and how to send it. */
  handle(method, target, headers, body) {
    const delivery = JSON.parse(this.#wasm.handle(method, target, headers, body));
    delivery.body = this.#wasm.takeBody();
    for (const event of JSON.parse(this.#wasm.takeEvents())) {
      this.#events.emit(event);
    }
    return delivery;
  }

  /** Sends a request to the control API and returns the parsed body, or undefined if there is none. */
  control(method, path, body) {
    const { status, text } = this.#send(method, path, body);
    throwIfError(status, text);
    return text === "" ? undefined : JSON.parse(text);
  }

  /** Returns the text of a control API resource, or undefined if it does not exist. */
  find(path) {
    const { status, text } = this.#send("GET", path);
    if (status === 404) {
      return undefined;
    }
    throwIfError(status, text);
    return text;
  }

  #send(method, path, body) {
    const bytes = body === undefined ? emptyBody : encoder.encode(JSON.stringify(body));
    const delivery = this.handle(method, `/_sandbox/${path}`, [], bytes);
    return { status: delivery.status, text: delivery.body };
  }

  on(event, callback) {
    return this.#events.on(event, callback);
  }

  eventStream() {
    return this.#events.stream();
  }
}

function throwIfError(status, text) {
  if (status >= 400) {
    throw new TypeError(JSON.parse(text).message);
  }
}
