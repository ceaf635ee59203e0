import { createStore, loadItem, saveItem } from "../state/store.js";

const initialSession = {
  /** The API that the login uses: `verigator` or `number-verification`. Neither knows the users of the other. */
  api: "verigator",
  /** One of `register`, `sign-in`, `pin`, `signed-in`. */
  screen: "register",
  serviceId: undefined,
  fqdn: undefined,
  /** The registered users: id, username, phone number and, once a login was started, `login` of each. */
  users: [],
  userId: undefined,
  /** Why the last PIN was rejected. */
  rejection: undefined,
  verifiedAt: undefined,
};

const noLogin = {
  /** The method that was requested for the current authentication, and the one that the API chose. */
  requestedMethod: undefined,
  method: undefined,
  /** Who started it: the site itself, or one of its gateways. */
  startedBy: undefined,
  /** The id of the newest verification that the site itself started, at the Number Verification API. */
  verificationId: undefined,
  /** When a new PIN may be requested, by the sandbox's clock. */
  resendAt: undefined,
};

const screens = ["register", "sign-in", "pin", "signed-in"];
export const apis = ["verigator", "number-verification"];
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
    /** The current user's login: started, possibly started, or completed. */
    get login() {
      return this.user?.login ?? noLogin;
    },
    /** Updates the login of any user. `undefined` ends it. */
    updateLogin(id, patch) {
      const updated = (user) => ({ ...user, login: patch && { ...user.login, ...patch } });
      store.update({ users: store.value.users.map((user) => (user.id === id ? updated(user) : user)) });
    },
    /** Starts over with the same API. */
    startOver: () => store.update({ ...initialSession, api: store.value.api }),
    /** Starts over with an API, unless that is in use already. */
    chooseApi: (api) => api !== store.value.api && store.update({ ...initialSession, api }),
    replace: (session) => store.update(parseSession(session)),
  };
}

/** Checks a session from a file or the browser's storage. Returns the initial session if it is invalid. */
function parseSession(value) {
  const { api = "verigator", screen, serviceId, users, userId } = value ?? {};
  const isValid = apis.includes(api) && screens.includes(screen) && Array.isArray(users) && users.every(isUser);
  const hasService = isString(serviceId) || api === "number-verification";
  const hasUser = hasService && users?.some(({ id }) => id === userId);
  return isValid && (hasUser || screen === "register") ? { ...initialSession, ...value } : initialSession;
}

/** Returns a random id for a user whom only the site knows. */
export function newUserId() {
  const numbers = crypto.getRandomValues(new Uint32Array(4));
  return [...numbers].map((number) => number.toString(16).padStart(8, "0")).join("");
}

/** Returns a domain for a new service that no other service has. It also works without a secure context, where `randomUUID` is missing. */
export function newFqdn() {
  const [number] = crypto.getRandomValues(new Uint32Array(1));
  return `coffee-${number.toString(16).padStart(8, "0")}.example.com`;
}
