import { createStore } from "../state/store.js";
import { createLogin } from "../verigator/login/login.js";

const noLogin = Object.freeze({ login: undefined, state: Object.freeze({ step: "idle" }) });

/** The sandbox's clock was set if it is further than this from where it was expected. */
const clockJumpMs = 5000;

/**
 * Creates the logins of this page: one for each user, API and way to the API, so that none gets the PIN or the result of another. The store has the login
 * of the current user, if there is one, and its state. `createSource` returns the calls and the status of a user, with times by the sandbox's clock.
 */
export function createLogins({ session, gatewayMode, clock, createSource }) {
  const logins = new Map();
  const store = createStore(noLogin);
  let unsubscribe = () => {};

  function create(userId) {
    const source = createSource(userId);
    return createLogin({ me: source.me, status: async () => ({ ...(await source.status()), now: clock.now() }) });
  }

  function choose() {
    const { api, userId } = session.value;
    const key = [api, gatewayMode.value.isEnabled, userId].join(" ");
    if (userId && !logins.has(key)) logins.set(key, create(userId));
    const login = userId && logins.get(key);
    if (login === store.value.login) return;
    unsubscribe();
    if (login) unsubscribe = login.subscribe((state) => store.update({ state }));
    store.update(login ? { login, state: login.state } : noLogin);
  }

  /** Begins anew with what the site and the gateway know. */
  function clear() {
    logins.clear();
    choose();
  }

  function resume() {
    if (session.value.screen === "sign-in") store.value.login?.resume();
  }

  session.subscribe(choose);
  gatewayMode.subscribe(choose);
  onClockJump(clock, resume);
  return {
    ...store,
    get value() {
      return store.value;
    },
    clear,
  };
}

/** Calls `callback` when the sandbox's clock was set, so that times of an earlier status are no longer right. */
function onClockJump(clock, callback) {
  let aheadMs;
  clock.subscribe(({ now, readAt }) => {
    const isFirst = aheadMs === undefined;
    if (!isFirst && Math.abs(now - readAt - aheadMs) < clockJumpMs) return;
    aheadMs = now - readAt;
    if (!isFirst) callback();
  });
}
