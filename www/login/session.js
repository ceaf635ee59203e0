import { keep, recall } from "../state/kept.js";
import { createStore } from "../state/store.js";

/** Where a login begins. */
const beginning = {
  /** One of `register`, `sign-in`, `pin`, `signed-in`. */
  screen: "register",
  serviceId: undefined,
  fqdn: undefined,
  /** Who registered here: id, username and phone number of each. */
  users: [],
  userId: undefined,
  /** How the authentication under way was asked for, and how it is really done. */
  requestedMethod: undefined,
  method: undefined,
  /** When another PIN may be asked for, by the sandbox's clock. */
  resendAt: undefined,
  /** Why the last PIN was refused. */
  refusal: undefined,
  verifiedAt: undefined,
};

const screens = ["register", "sign-in", "pin", "signed-in"];
const isText = (value) => typeof value === "string";
const isUser = (value) => isText(value?.id) && isText(value.username) && isText(value.phoneNumber);

/** A session from a file or the browser's storage; the beginning where it is none. */
function read(value) {
  const { screen, serviceId, users, userId } = value ?? {};
  const isWhole = screens.includes(screen) && Array.isArray(users) && users.every(isUser);
  const hasUser = isText(serviceId) && users?.some(({ id }) => id === userId);
  return isWhole && (hasUser || screen === "register") ? { ...beginning, ...value } : beginning;
}

/** What the site remembers of its login, also over a reload. */
export function createSession() {
  const store = createStore(read(recall("session")));
  store.subscribe((session) => keep("session", session));

  return {
    ...store,
    get value() {
      return store.value;
    },
    get user() {
      return store.value.users.find(({ id }) => id === store.value.userId);
    },
    startOver: () => store.update(beginning),
    replace: (session) => store.update(read(session)),
  };
}
