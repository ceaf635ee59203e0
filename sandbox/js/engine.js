import { deliver } from "./delivery.js";
import { EventHub } from "./event-hub.js";
import { createWasmEngine, drawEntropy } from "./loading.js";

const emptyBody = new Uint8Array(0);
const maxTimerMs = 2_147_483_647;

/** The requests after which the API may send a message by itself: a start with more than one try, and those that change the clock or restore a state. */
const maySendLater = /\/verify\/|\/_sandbox\//;

/** A sandbox's wasm engine and the listeners to its events, which belong to the root or to a space. */
export class SandboxEngine {
  #current;
  #startAnew;
  #hubs = new Map();
  #allSpaces = new EventHub();
  #timer;

  /** Matches the path of a request by the regular expression of a fault. A server replaces it by one with a time limit. */
  matchPattern = (source, flags, path) => new RegExp(source, flags).test(path);

  constructor(options) {
    if (typeof options !== "object" || options === null) {
      throw new TypeError("options: expected an object");
    }
    const text = JSON.stringify(options);
    const start = (entropy) =>
      createWasmEngine(text, entropy, (source, flags, path) => this.matchPattern(source, flags, path));
    const entropy = entropyIfAllowed(options);
    this.#current = start(entropy);
    // Without a timer, even if the seed data has messages to send later: Workers forbid timers in their global scope.
    this.settings = JSON.parse(this.#handle("GET", "/_sandbox/settings", [], emptyBody).body);
    if (!entropy) this.#startAnew = () => start(drawEntropy(options));
  }

  /** The wasm engine. One that was created without entropy is replaced on its first use, when it has no state yet. */
  get #wasm() {
    if (this.#startAnew) {
      const provisional = this.#current;
      this.#current = this.#startAnew();
      this.#startAnew = undefined;
      provisional.free();
    }
    return this.#current;
  }

  /** Handles a request and returns the delivery: the response and how to send it. */
  handle(method, target, headers, body) {
    const delivery = this.#handle(method, target, headers, body);
    if (maySendLater.test(target)) this.#sendDue();
    return delivery;
  }

  #handle(method, target, headers, body) {
    const delivery = JSON.parse(this.#wasm.handle(method, target, headers, body));
    delivery.body = this.#wasm.takeBody();
    this.#emitAll();
    return delivery;
  }

  /** Sends what the Number Verification API sends by itself, now and when the next message is due. */
  #sendDue() {
    clearTimeout(this.#timer);
    const milliseconds = this.#wasm.sendDue();
    this.#timer = milliseconds === undefined ? undefined : this.#sendDueIn(Math.min(milliseconds, maxTimerMs));
    // Last, since a listener may send a request that starts the timer anew.
    this.#emitAll();
  }

  /** Starts the timer. Where timers are forbidden, as in the global scope of a Worker, the next request sends what is due. */
  #sendDueIn(milliseconds) {
    try {
      const timer = setTimeout(() => this.#sendDue(), milliseconds);
      timer.unref?.();
      return timer;
    } catch {
      return undefined;
    }
  }

  /** Handles a request, and resolves to the delivery when it is due. Rejects if the signal aborts first, which is asked for only by a wait. */
  deliver(request, getSignal) {
    return deliver(this, request, getSignal);
  }

  /** Returns the delivery that ends a request by its `Host` and `Origin` headers, or undefined if it has to be handled. */
  checkAccess(method, headers) {
    const delivery = this.#wasm.checkAccess(method, headers);
    return delivery && { ...JSON.parse(delivery), body: this.#wasm.takeBody() };
  }

  /** Yields a snapshot of the current state in chunks. Requests may be handled between them. */
  *snapshotChunks() {
    this.#wasm.startSnapshot();
    for (let chunk = this.#wasm.nextSnapshotChunk(); chunk !== undefined; chunk = this.#wasm.nextSnapshotChunk()) {
      yield chunk;
    }
  }

  /** Sends a request to the control API, of the root or of a space, and returns the parsed body, or undefined if there is none. */
  control(method, path, body, space) {
    const { status, text } = this.#send(method, path, body, space);
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

  #send(method, path, body, space) {
    const prefix = space === undefined ? "" : `/spaces/${space}`;
    const bytes = body === undefined ? emptyBody : new TextEncoder().encode(JSON.stringify(body));
    const delivery = this.handle(method, `${prefix}/_sandbox/${path}`, [], bytes);
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

  #emitAll() {
    for (const event of JSON.parse(this.#wasm.takeEvents())) this.#emit(event);
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

/** Returns undefined where randomness is forbidden, as in the global scope of a Worker. A request may draw it. */
function entropyIfAllowed(options) {
  try {
    return drawEntropy(options);
  } catch {
    return undefined;
  }
}

function throwIfError(status, text) {
  if (status >= 400) {
    throw new TypeError(JSON.parse(text).message);
  }
}
