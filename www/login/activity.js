import { createStore } from "../state/store.js";

/** What the login is doing: one call at a time, which can be cancelled, and how the last one failed. */
export function createActivity() {
  const store = createStore({ isBusy: false, error: undefined });
  let underWay;

  /** Runs a call and resolves with its result, or with undefined where it failed or another is under way. `again` repeats the whole. */
  async function run(call, again) {
    if (underWay) return undefined;
    const controller = (underWay = new AbortController());
    store.update({ isBusy: true, error: undefined });
    try {
      return await call({ signal: controller.signal });
    } catch (error) {
      if (!controller.signal.aborted) store.update({ error: { error, again } });
      return undefined;
    } finally {
      if (underWay === controller) end();
    }
  }

  function cancel() {
    underWay?.abort();
    end();
  }

  function end() {
    underWay = undefined;
    store.update({ isBusy: false });
  }

  return { run, cancel, dismiss: () => store.update({ error: undefined }), subscribe: store.subscribe };
}
