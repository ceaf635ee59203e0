import { coalesceRuns, createStore } from "../state/store.js";

/**
 * Creates a view of the sandbox's clock, which all times on the page follow. It keeps running locally between two requests, and shows the system's time
 * until the sandbox is connected.
 */
export function createClock({ control, on }) {
  const store = createStore({ now: Date.now(), isRunning: true, readAt: Date.now() });
  const refresh = coalesceRuns(async () => store.update(readingOf(await control("GET", "clock"))));
  const change = async (method, path, data) => store.update(readingOf(await control(method, path, data)));
  const now = () => store.value.now + (store.value.isRunning ? Date.now() - store.value.readAt : 0);
  for (const event of ["request", "reset", "change", "restored"]) on(event, refresh);

  return {
    now,
    subscribe: store.subscribe,
    get isRunning() {
      return store.value.isRunning;
    },
    /** Stops the clock at the sandbox's own time: another client may have changed it unnoticed. */
    async freeze() {
      const { now: time } = await control("GET", "clock");
      await change("PUT", "clock", { now: time });
    },
    advance: (milliseconds) => change("POST", "clock/advance", { milliseconds }),
    resume: () => change("POST", "clock/resume"),
  };
}

function readingOf({ now, running }) {
  return { now: Date.parse(now), isRunning: running, readAt: Date.now() };
}
