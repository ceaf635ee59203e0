/** The clock that PINs, codes and times go by. */
export class Clock {
  #core;

  constructor(core) {
    this.#core = core;
  }

  now() {
    return new Date(this.#core.control("GET", "clock").now);
  }

  set(time) {
    this.#core.control("PUT", "clock", { now: typeof time === "number" ? Math.trunc(time) : time });
  }

  advance(milliseconds) {
    this.#core.control("POST", "clock/advance", { milliseconds });
  }

  resume() {
    this.#core.control("POST", "clock/resume");
  }
}
