import { keep, recall } from "../state/kept.js";
import { createStore } from "../state/store.js";
import { maskBody } from "./mask.js";
import { answerOf, brokenOff, foreignRecord, requestOf } from "./record.js";

const remembered = 60;

/**
 * Keeps a record of each request that goes through it, secrets masked before anything is kept, of each wait between two attempts, and of the
 * requests that others send to the same sandbox. `failed` hears of requests without an answer: the sandbox reports none of them.
 */
export class Recorder {
  #store;
  #lastId;
  #failed;

  constructor({ failed }) {
    const recalled = recall("wire");
    const records = Array.isArray(recalled) ? recalled.map(brokenOff) : [];
    this.#store = createStore({ records });
    this.#lastId = records.reduce((highest, { id }) => Math.max(highest, id), 0);
    this.#failed = failed;
  }

  subscribe(tell) {
    this.#store.subscribe(tell);
  }

  clear() {
    this.#update([]);
  }

  /** What a client takes to have its requests recorded: they come from `from`, and `send` sends them. */
  optionsFor(from, send) {
    const announced = [];
    const fetch = (url, init) => {
      const { pathname } = new URL(url);
      const place = announced.findIndex(({ method, path }) => method === init.method && pathname.endsWith(path));
      const [event] = place < 0 ? [] : announced.splice(place, 1);
      return this.#record(() => send(url, init), { from, ...requestOf(url, init, event) });
    };
    const onRetry = ({ operation, delayMs, error }) => this.#add({ kind: "wait", operation, delayMs, reason: error.code, at: Date.now() });
    return { fetch, onRequest: (event) => announced.push(event), onRetry };
  }

  /** Takes in a request that the sandbox reports. Those that went through here are known already. */
  report(reported) {
    const isSame = ({ method, path }) => method === reported.method && path === reported.path;
    const isOwn = ({ from, state, isReported }) => from !== "elsewhere" && state !== "failed" && !isReported;
    const own = this.#store.value.records.findLast((record) => isOwn(record) && isSame(record));
    if (own) {
      this.#amend(own.id, { isReported: true });
    } else {
      this.#add(foreignRecord(reported));
    }
  }

  async #record(send, request) {
    const start = performance.now();
    const id = this.#add(request);
    const took = () => ({ durationMs: performance.now() - start });
    try {
      const response = await send();
      this.#amend(id, { ...took(), ...answerOf(response) });
      this.#readBody(id, response.clone());
      return response;
    } catch (error) {
      this.#amend(id, { ...took(), state: "failed", wasGivenUp: error.name === "AbortError", failure: error.message });
      this.#failed();
      throw error;
    }
  }

  /** The answer is the client's to read; this reads a copy. */
  async #readBody(id, copy) {
    try {
      this.#amend(id, { responseBody: maskBody(await copy.text()) });
    } catch {
      this.#amend(id, { failure: "the answer broke off" });
    }
  }

  #add(record) {
    this.#lastId += 1;
    this.#update([{ ...record, id: this.#lastId }, ...this.#store.value.records].slice(0, remembered));
    return this.#lastId;
  }

  #amend(id, patch) {
    this.#update(this.#store.value.records.map((record) => (record.id === id ? { ...record, ...patch } : record)));
  }

  #update(records) {
    this.#store.update({ records });
    keep("wire", records);
  }
}
