import { createStore } from "../state/store.js";

/**
 * Tracks the site's calls for accounts: at most one is in flight, it can be canceled, and the error of the last one is kept. A call and its error belong to
 * the user and the screen that it was started from, so both are dropped when one of these changes.
 */
export function createCallState(session) {
  const store = createStore({ isPending: false, failure: undefined });
  let inFlight;

  /** Runs a call. Resolves to its result, or to `undefined` if it failed or another call is in flight. `retry` is kept with the error. */
  async function run(call, retry) {
    if (inFlight) return undefined;
    const controller = (inFlight = new AbortController());
    store.update({ isPending: true, failure: undefined });
    try {
      const result = await call({ signal: controller.signal });
      return controller.signal.aborted ? undefined : result;
    } catch (error) {
      if (!controller.signal.aborted) store.update({ failure: { error, retry } });
      return undefined;
    } finally {
      if (inFlight === controller) {
        inFlight = undefined;
        store.update({ isPending: false });
      }
    }
  }

  /** Cancels the call, and says that its request may have gone through. */
  function cancel() {
    drop();
    fail("canceled");
  }

  /** Cancels the call and forgets the error. */
  function drop() {
    inFlight?.abort();
    inFlight = undefined;
    store.update({ isPending: false, failure: undefined });
  }

  /** Shows a failure that is no error of a call. */
  function fail(code) {
    store.update({ failure: { error: { code } } });
  }

  let owner = "";
  session.subscribe(({ userId, screen }) => {
    const current = `${screen} ${userId}`;
    if (current !== owner) drop();
    owner = current;
  });

  return { run, cancel, drop, fail, dismiss: () => store.update({ failure: undefined }), subscribe: store.subscribe };
}
