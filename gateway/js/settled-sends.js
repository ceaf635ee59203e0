/** The state of the whole gateway treats a reservation as one that may be refunded for so long. */
const openMs = 15_000;
const maxIds = 500;

/**
 * The ids of sends that are certainly used and that the store does not know as such. The next start names them, without a call of its own: so a
 * denial knows which reservations may still be refunded.
 */
export function createSettledSends() {
  const times = new Map();

  function add(id, time = performance.now()) {
    times.set(id, time);
    if (times.size > maxIds) times.delete(times.keys().next().value);
  }

  return {
    add,
    /** Returns the event with the ids, which belong to it unless they are put back. */
    take(event) {
      const recent = [...times].filter(([, time]) => performance.now() - time <= openMs);
      times.clear();
      return {
        event: `${event.slice(0, 2)}${recent.map(([id]) => id).join(",")}${event.slice(2)}`,
        putBack: () => recent.forEach((one) => add(...one)),
      };
    },
  };
}
