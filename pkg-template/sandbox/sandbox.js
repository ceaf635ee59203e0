import { Devices } from "./devices.js";
import { SandboxEngine } from "./engine.js";
import { createFetch } from "./fetch.js";
import { Inbox } from "./inbox.js";

/** The public class. Each member calls the engine's control API, the same API that the server offers over HTTP. */
export class Sandbox {
  #engine;

  constructor(options = {}) {
    const engine = new SandboxEngine(options);
    const { username, password } = engine.control("GET", "settings");
    this.#engine = engine;
    this.fetch = createFetch(engine);
    this.username = username;
    this.password = password;
    this.clock = new Clock(engine);
    this.inbox = new Inbox(engine);
    this.devices = new Devices(engine);
    this.faults = new Faults(engine);
    Object.freeze(this);
  }

  get requests() {
    return this.#engine.control("GET", "requests").requests.map(parseRequest);
  }

  get profile() {
    return this.#engine.control("GET", "profile").profile;
  }

  set profile(profile) {
    this.#engine.control("PUT", "profile", { profile });
  }

  reset() {
    this.#engine.control("POST", "reset");
  }

  snapshot() {
    return this.#engine.control("GET", "snapshot");
  }

  restore(snapshot) {
    this.#engine.control("PUT", "snapshot", snapshot);
  }

  on(event, callback) {
    return this.#engine.on(event, callback);
  }
}

/** The clock that every rule uses. */
class Clock {
  #engine;

  constructor(engine) {
    this.#engine = engine;
  }

  now() {
    return new Date(this.#engine.control("GET", "clock").now);
  }

  set(time) {
    this.#engine.control("PUT", "clock", { now: typeof time === "number" ? Math.trunc(time) : time });
  }

  advance(milliseconds) {
    this.#engine.control("POST", "clock/advance", { milliseconds });
  }

  resume() {
    this.#engine.control("POST", "clock/resume");
  }
}

/** The faults to inject. */
class Faults {
  #engine;

  constructor(engine) {
    this.#engine = engine;
  }

  next(fault, { method, path, times } = {}) {
    this.#engine.control("POST", "faults/next", {
      fault,
      match: { method, path: path instanceof RegExp ? { pattern: path.source, flags: path.flags } : path },
      times: times === Infinity ? Number.MAX_SAFE_INTEGER : times,
    });
  }

  randomly(chance, fault) {
    this.#engine.control("POST", "faults/randomly", { chance, fault });
  }

  clear() {
    this.#engine.control("DELETE", "faults");
  }
}

function parseRequest(record) {
  return { ...record, at: new Date(record.at) };
}
