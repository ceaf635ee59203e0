import { coalesceRuns, createStore, loadItem, removeItem, saveItem } from "../state/store.js";
import { createControlClient, followEvents } from "./control-api.js";

/**
 * Connects to the sandbox that this page shows: one that runs in the page, or the server that served the page. Both have the same control
 * API, so the rest of the page does not distinguish between them.
 *
 * Returns at once, so that the page can be used while a sandbox in the page loads: all requests wait for it.
 */
export function connectSandbox() {
  const location = document.querySelector("meta[name=sandbox]").content;
  const { fetch, baseUrl, numberVerificationUrl } = location === "server" ? serverEndpoint() : pageEndpoint();
  const call = createControlClient({ fetch, baseUrl });
  /** The sandbox's credentials and limits. Rejects if it cannot be loaded. */
  const settings = call("GET", "settings");
  const events = new EventTarget();
  const connection = createStore({ isConnected: undefined });
  const on = (name, listener) => events.addEventListener(name, ({ detail }) => listener(detail));
  const emit = (name, detail) => events.dispatchEvent(new CustomEvent(name, { detail }));

  /** Calls the control API. Emits `change` after each call that is not a GET. */
  async function control(method, path, data) {
    const result = await call(method, path, data);
    if (method !== "GET") emit("change");
    return result;
  }

  /**
   * Starts to follow the sandbox's events. Call it once all listeners are registered. Resolves when the connection is open or has failed for
   * now. Each connection emits `restored`, since events may have been missed before it. So does each return of the visitor to the page: other
   * clients of a server change its clock, faults, profile and devices without an event.
   */
  function start() {
    if (location === "page") saveOnChange(on, call);
    else onReturn(() => emit("restored"));
    return new Promise((resolve) => {
      const onConnection = (isConnected) => {
        connection.update({ isConnected });
        if (isConnected) emit("restored");
        resolve();
      };
      followEvents({ fetch, baseUrl }, { onEvent: emit, onConnection });
    });
  }

  /** Returns the URL that the client of an API gets. */
  const urlOf = (api) => (api === "number-verification" ? numberVerificationUrl : baseUrl);

  return { location, fetch, baseUrl, urlOf, settings, control, on, emit, start, connection };
}

/** Calls `callback` when the visitor returns to the page from another tab or window. */
function onReturn(callback) {
  addEventListener("focus", callback);
  document.addEventListener("visibilitychange", () => document.hidden || callback());
}

/** The server that served the page. The page of a space is below the space's URL. */
function serverEndpoint() {
  const baseUrl = new URL(".", window.location.href).href.replace(/\/$/, "");
  return { fetch: (...args) => fetch(...args), baseUrl, numberVerificationUrl: baseUrl };
}

/** A sandbox in the page. Its requests carry the URLs of the real APIs and never leave the page. */
function pageEndpoint() {
  const baseUrl = "https://api.verigator.com";
  const loading = startInPage(baseUrl);
  return {
    fetch: async (...args) => (await loading)(...args),
    baseUrl,
    numberVerificationUrl: "https://api2.messente.com",
  };
}

/** Starts a sandbox with the state of the last visit. Resolves to its `fetch`. */
async function startInPage(baseUrl) {
  await firstPaint();
  const { Sandbox, init } = await import("../verigator/sandbox/browser.js");
  await init();
  const { fetch } = new Sandbox();
  await restoreSavedState(createControlClient({ fetch, baseUrl }));
  return fetch;
}

/** Resolves once the page is visible, or at once in a tab in the background, where nothing is painted. */
function firstPaint() {
  return new Promise((resolve) => (document.hidden ? resolve() : requestAnimationFrame(() => setTimeout(resolve))));
}

/** Restores the state of the last visit. A snapshot that this version cannot read is dropped: it holds nothing of value. */
async function restoreSavedState(call) {
  const snapshot = loadItem("sandbox");
  if (snapshot) await call("PUT", "snapshot", snapshot).catch(() => removeItem("sandbox"));
}

function saveOnChange(on, call) {
  const save = coalesceRuns(async () => saveItem("sandbox", await call("GET", "snapshot")));
  for (const event of ["request", "reset", "change"]) on(event, save);
}
