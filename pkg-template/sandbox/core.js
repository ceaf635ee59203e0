import { Listeners } from "./listeners.js";
import { createEngine } from "./loading.js";

const encoder = new TextEncoder();
const noBytes = new Uint8Array(0);

/** The engine of one sandbox, and those who listen to what happens in it. */
export class Core {
  #engine;
  #listeners = new Listeners();

  constructor(options) {
    if (typeof options !== "object" || options === null) {
      throw new TypeError("options: expected an object");
    }
    this.#engine = createEngine(options);
  }

  /** Hands a request to the engine and returns what is to be sent and how. */
  deliver(method, target, headers, body) {
    const delivery = JSON.parse(this.#engine.handle(method, target, headers, body));
    delivery.body = this.#engine.takeBody();
    for (const event of JSON.parse(this.#engine.takeEvents())) {
      this.#listeners.tell(event);
    }
    return delivery;
  }

  /** Calls the control API and returns the answer's data, undefined where there is none. */
  control(method, path, body) {
    const { status, text } = this.#ask(method, path, body);
    refuse(status, text);
    return text === "" ? undefined : JSON.parse(text);
  }

  /** Reads from the control API as text, undefined where what the path names is not there. */
  find(path) {
    const { status, text } = this.#ask("GET", path);
    if (status === 404) {
      return undefined;
    }
    refuse(status, text);
    return text;
  }

  #ask(method, path, body) {
    const bytes = body === undefined ? noBytes : encoder.encode(JSON.stringify(body));
    const delivery = this.deliver(method, `/_sandbox/${path}`, [], bytes);
    return { status: delivery.status, text: delivery.body };
  }

  on(event, callback) {
    return this.#listeners.add(event, callback);
  }

  eventStream() {
    return this.#listeners.stream();
  }
}

function refuse(status, text) {
  if (status >= 400) {
    throw new TypeError(JSON.parse(text).message);
  }
}
