import { coalesced } from "../state/coalesced.js";
import { forget, keep, recall } from "../state/kept.js";
import { createStore } from "../state/store.js";
import { createControl } from "./control.js";
import { follow } from "./event-stream.js";

/**
 * The sandbox that this page shows, be it in the page or the server behind it: both speak the same control API, and nothing below
 * this line tells them apart.
 */
export async function connect() {
  const place = document.querySelector("meta[name=sandbox]").content;
  const { open } = await import(place === "server" ? "./server.js" : "./in-page.js");
  const { fetch, baseUrl } = await open();
  const call = createControl({ fetch, baseUrl });
  if (place === "page") await restoreKept(call);
  const settings = await call("GET", "settings");
  const events = new EventTarget();
  const connection = createStore({ isConnected: true });
  const on = (name, callback) => events.addEventListener(name, ({ detail }) => callback(detail));
  const tell = (name, detail) => events.dispatchEvent(new CustomEvent(name, { detail }));

  /** Calls the control API. What is not a mere look is followed by the event `change`. */
  async function control(method, path, data) {
    const answer = await call(method, path, data);
    if (method !== "GET") tell("change");
    return answer;
  }

  /**
   * Begins to follow what happens, once everybody who wants to hear of it has said so; resolves when it does, or can't for now. What happened
   * while nobody followed is looked at anew, at the event `restored`.
   */
  function start() {
    if (place === "page") keepChanges(on, call);
    return new Promise((resolve) => {
      const connected = (isConnected) => {
        connection.update({ isConnected });
        if (isConnected) tell("restored");
        resolve();
      };
      follow({ fetch, baseUrl }, { tell, connected });
    });
  }

  return { place, fetch, baseUrl, settings, control, on, tell, start, connection };
}

/** The state of the last visit. One that this version can't read is dropped, since nothing of value is in it. */
async function restoreKept(call) {
  const snapshot = recall("sandbox");
  if (snapshot) await call("PUT", "snapshot", snapshot).catch(() => forget("sandbox"));
}

/** Keeps the state after each change. */
function keepChanges(on, call) {
  const save = coalesced(async () => keep("sandbox", await call("GET", "snapshot")));
  for (const event of ["request", "reset", "change"]) on(event, save);
}
