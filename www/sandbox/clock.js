import { createStore } from "../state/store.js";

/**
 * Creates a view of the sandbox's clock, which all times on the page follow. It keeps running locally between two requests, and shows the system's time
 * until the sandbox is connected.
 */
export function createClock({ control, on }) {
  const load = async () => readingOf(await control("GET", "clock"));
  const store = createStore({ now: Date.now(), isRunning: true, readAt: Date.now() });
  const refresh = async () => store.update(await load());
  const change = async (method, path, data) => store.update(readingOf(await control(method, path, data)));
  const now = () => store.value.now + (store.value.isRunning ? Date.now() - store.value.readAt : 0);
  on("reset", refresh);
  on("restored", refresh);

  return {
    now,
    subscribe: store.subscribe,
    get isRunning() {
      return store.value.isRunning;
    },
    freeze: () => change("PUT", "clock", { now: new Date(now()).toISOString() }),
    advance: (milliseconds) => change("POST", "clock/advance", { milliseconds }),
    resume: () => change("POST", "clock/resume"),
  };
}

function readingOf({ now, running }) {
  return { now: Date.parse(now), isRunning: running, readAt: Date.now() };
}
