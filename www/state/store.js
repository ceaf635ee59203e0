/** A value that those who subscribed hear of, at once and whenever it changes. */
export function createStore(initial) {
  let value = initial;
  const subscribers = new Set();

  return {
    get value() {
      return value;
    },
    update(patch) {
      value = { ...value, ...patch };
      for (const tell of [...subscribers]) tell(value);
    },
    subscribe(tell) {
      subscribers.add(tell);
      tell(value);
    },
  };
}
