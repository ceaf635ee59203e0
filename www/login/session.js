import { createStore, loadItem, saveItem } from "../state/store.js";

const initialSession = {
  /** The API that the login uses: `verigator` or `number-verification`. Neither knows the users of the other. */
  api: "verigator",
  /** One of `register`, `sign-in`, `signed-in`. */
  screen: "register",
  serviceId: undefined,
  fqdn: undefined,
  /**
   * The registered users: `id`, `username`, `phoneNumber`, and of a signed-in one `verified`: how and when. Without a gateway the site keeps `login` of
   * each: `method`, `resendAt`, `expiresAt`, `attemptsLeft` once there are none, and `verificationId` at the Number Verification API.
   */
  users: [],
  userId: undefined,
};

const screens = ["register", "sign-in", "signed-in"];
const apis = ["verigator", "number-verification"];
const isString = (value) => typeof value === "string";
const isUser = (value) => isString(value?.id) && isString(value.username) && isString(value.phoneNumber);

/** Creates the session of the login page, saved across reloads. */
export function createSession() {
  const store = createStore(parseSession(loadItem("session")));
  store.subscribe((session) => saveItem("session", session));
  const userOf = (userId) => store.value.users.find(({ id }) => id === userId);

  return {
    ...store,
    get value() {
      return store.value;
    },
    get user() {
      return userOf(store.value.userId);
    },
    userOf,
    /** Updates any user, if there is still one with this id. */
    updateUser(id, patch) {
      store.update({ users: store.value.users.map((user) => (user.id === id ? { ...user, ...patch } : user)) });
    },
    /** Shows the screen of a user. */
    choose: (userId) => store.update(screenOf(userOf(userId))),
    /** Removes a user, and shows the screen of another one. */
    remove(userId) {
      const users = store.value.users.filter(({ id }) => id !== userId);
      store.update({ users, ...screenOf(users.at(-1)) });
    },
    /** Starts over with the same API. */
    startOver: () => store.update({ ...initialSession, api: store.value.api }),
    /** Starts over with an API, unless that is in use already. */
    chooseApi: (api) => api !== store.value.api && store.update({ ...initialSession, api }),
    replace: (session) => store.update(parseSession(session)),
  };
}

function screenOf(user) {
  if (!user) return { userId: undefined, screen: "register" };
  return { userId: user.id, screen: user.verified ? "signed-in" : "sign-in" };
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
