import { createStore, loadItem, saveItem } from "../state/store.js";

const initialSession = {
  /** One of `register`, `sign-in`, `pin`, `signed-in`. */
  screen: "register",
  serviceId: undefined,
  fqdn: undefined,
  /** The registered users: id, username and phone number of each. */
  users: [],
  userId: undefined,
  /** The method that was requested for the current authentication, and the one that the API chose. */
  requestedMethod: undefined,
  method: undefined,
  /** When a new PIN may be requested, by the sandbox's clock. */
  resendAt: undefined,
  /** Why the last PIN was rejected. */
  rejection: undefined,
  verifiedAt: undefined,
};

const screens = ["register", "sign-in", "pin", "signed-in"];
const isString = (value) => typeof value === "string";
const isUser = (value) => isString(value?.id) && isString(value.username) && isString(value.phoneNumber);

/** Creates the session of the login page, saved across reloads. */
export function createSession() {
  const store = createStore(parseSession(loadItem("session")));
  store.subscribe((session) => saveItem("session", session));

  return {
    ...store,
    get value() {
      return store.value;
    },
    get user() {
      return store.value.users.find(({ id }) => id === store.value.userId);
    },
    startOver: () => store.update(initialSession),
    replace: (session) => store.update(parseSession(session)),
  };
}

/** Checks a session from a file or the browser's storage. Returns the initial session if it is invalid. */
function parseSession(value) {
  const { screen, serviceId, users, userId } = value ?? {};
  const isValid = screens.includes(screen) && Array.isArray(users) && users.every(isUser);
  const hasUser = isString(serviceId) && users?.some(({ id }) => id === userId);
  return isValid && (hasUser || screen === "register") ? { ...initialSession, ...value } : initialSession;
}

/** Tracks the login's calls: at most one is in flight, it can be canceled, and the error of the last one is kept. */
export function createCallState() {
  const store = createStore({ isPending: false, failure: undefined });
  let inFlight;

  /** Runs a call. Resolves to its result, or to `undefined` if it failed or another call is in flight. `retry` is kept with the error. */
  async function run(call, retry) {
    if (inFlight) return undefined;
    const controller = (inFlight = new AbortController());
    store.update({ isPending: true, failure: undefined });
    try {
      return await call({ signal: controller.signal });
    } catch (error) {
      if (!controller.signal.aborted) store.update({ failure: { error, retry } });
      return undefined;
    } finally {
      if (inFlight === controller) finish();
    }
  }

  function cancel() {
    inFlight?.abort();
    finish();
  }

  function finish() {
    inFlight = undefined;
    store.update({ isPending: false });
  }

  return { run, cancel, dismiss: () => store.update({ failure: undefined }), subscribe: store.subscribe };
}
