/** The state of the whole gateway treats a reservation as one that may be refunded for so long. */
const openMs = 15_000;
const maxIds = 500;

/**
 * The ids of sends that are certainly used and that the store does not know as such. The next start names them, without a call of its own: so a
 * denial knows which reservations may still be refunded.
 */
export function createSettledSends() {
  const times = new Map();
  return {
    add(id) {
      times.set(id, performance.now());
      if (times.size > maxIds) times.delete(times.keys().next().value);
    },
    list() {
      for (const [id, time] of times) {
        if (performance.now() - time > openMs) times.delete(id);
      }
      return [...times.keys()];
    },
    stored(ids) {
      for (const id of ids) times.delete(id);
    },
  };
}
