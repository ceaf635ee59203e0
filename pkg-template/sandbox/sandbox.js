import { Clock } from "./clock.js";
import { Core } from "./core.js";
import { Devices } from "./devices.js";
import { Faults } from "./faults.js";
import { Inbox } from "./inbox.js";
import { createFetch } from "./serve.js";

/** A thin shell: each member speaks to the control API of the engine, as the server's callers do over HTTP. */
export class Sandbox {
  #core;

  constructor(options = {}) {
    const core = new Core(options);
    const { username, password } = core.control("GET", "settings");
    this.#core = core;
    this.fetch = createFetch(core);
    this.username = username;
    this.password = password;
    this.clock = new Clock(core);
    this.inbox = new Inbox(core);
    this.devices = new Devices(core);
    this.faults = new Faults(core);
    Object.freeze(this);
  }

  get requests() {
    return this.#core.control("GET", "requests").requests.map(asRequest);
  }

  get profile() {
    return this.#core.control("GET", "profile").profile;
  }

  set profile(profile) {
    this.#core.control("PUT", "profile", { profile });
  }

  reset() {
    this.#core.control("POST", "reset");
  }

  snapshot() {
    return this.#core.control("GET", "snapshot");
  }

  restore(snapshot) {
    this.#core.control("PUT", "snapshot", snapshot);
  }

  on(event, callback) {
    return this.#core.on(event, callback);
  }
}

function asRequest(record) {
  return { ...record, at: new Date(record.at) };
}
