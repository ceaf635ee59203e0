import { encodeFault, encodeTime, parseRequest } from "./conversions.js";
import { Devices } from "./devices.js";
import { SandboxEngine } from "./engine.js";
import { createFetch } from "./fetch.js";
import { Inbox } from "./inbox.js";

/** The public class. Each member calls the engine's control API, the same API that the server offers over HTTP. */
export class Sandbox {
  #engine;

  constructor(options = {}) {
    const engine = new SandboxEngine(options);
    const { username, password } = engine.settings;
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

  /** The engine, for the command. It imports the package by its name, so it shares no module with it, only this symbol. */
  get [Symbol.for("verigator.sandbox.engine")]() {
    return this.#engine;
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

  seed(data) {
    this.#engine.control("POST", "seed", data);
  }

  on(event, callback) {
    return this.#engine.onAllSpaces(event, callback);
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
    this.#engine.control("PUT", "clock", { now: encodeTime(time) });
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

  next(fault, match) {
    this.#engine.control("POST", "faults/next", encodeFault(fault, match));
  }

  randomly(chance, fault) {
    this.#engine.control("POST", "faults/randomly", { chance, fault });
  }

  clear() {
    this.#engine.control("DELETE", "faults");
  }
}
