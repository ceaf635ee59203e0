import { createStore } from "../state/store.js";

/** The sandbox's clock, by which everything on the page goes: it runs on here between two looks at it. */
export async function createClock({ control, on }) {
  const read = async () => seen(await control("GET", "clock"));
  const store = createStore(await read());
  const look = async () => store.update(await read());
  const move = async (method, path, data) => store.update(seen(await control(method, path, data)));
  const now = () => store.value.now + (store.value.isRunning ? Date.now() - store.value.seenAt : 0);
  on("reset", look);
  on("restored", look);

  return {
    now,
    look,
    subscribe: store.subscribe,
    get isRunning() {
      return store.value.isRunning;
    },
    freeze: () => move("PUT", "clock", { now: new Date(now()).toISOString() }),
    advance: (milliseconds) => move("POST", "clock/advance", { milliseconds }),
    resume: () => move("POST", "clock/resume"),
  };
}

function seen({ now, running }) {
  return { now: Date.parse(now), isRunning: running, seenAt: Date.now() };
}
