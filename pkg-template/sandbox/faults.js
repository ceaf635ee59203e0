/** What goes wrong, and when. */
export class Faults {
  #core;

  constructor(core) {
    this.#core = core;
  }

  next(fault, { method, path, times } = {}) {
    this.#core.control("POST", "faults/next", {
      fault,
      match: { method, path: path instanceof RegExp ? { pattern: path.source, flags: path.flags } : path },
      times: times === Infinity ? Number.MAX_SAFE_INTEGER : times,
    });
  }

  randomly(chance, fault) {
    this.#core.control("POST", "faults/randomly", { chance, fault });
  }

  clear() {
    this.#core.control("DELETE", "faults");
  }
}
