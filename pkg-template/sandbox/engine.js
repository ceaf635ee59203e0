import { EventHub } from "./event-hub.js";
import { createWasmEngine } from "./loading.js";

const encoder = new TextEncoder();
const emptyBody = new Uint8Array(0);

/** A sandbox's wasm engine and the listeners to its events, which belong to the root or to a space. */
export class SandboxEngine {
  #wasm;
  #hubs = new Map();
  #allSpaces = new EventHub();

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
      this.#emit(event);
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

  /** Returns the event hub of a space, or of the root without a name. */
  events(space = null) {
    const hub = this.#hubs.get(space) ?? new EventHub();
    this.#hubs.set(space, hub);
    return hub;
  }

  /** Adds a callback for the events of the root and of all spaces, whose values have the name of the space. */
  onAllSpaces(event, callback) {
    return this.#allSpaces.on(event, callback);
  }

  #emit({ space, ...event }) {
    const hub = this.#hubs.get(space ?? null);
    hub?.emit(event);
    this.#allSpaces.emit(space === undefined ? event : { ...event, value: { ...event.value, space } });
    if (event.event === "deleted") {
      hub?.close();
      this.#hubs.delete(space);
    }
  }
}

function throwIfError(status, text) {
  if (status >= 400) {
    throw new TypeError(JSON.parse(text).message);
  }
}
