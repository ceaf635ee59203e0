/** Counts the round trips between a gateway and its store. `tests/bench` uses it, too. */
import { setImmediate as turn } from "node:timers/promises";

/** A store behind a network: each call waits until `completeTrip` completes all pending calls, which is one round trip. */
export function createRemoteStore(store) {
  let waiting = [];
  const remote = {
    trips: [],
    apply: (key, event) =>
      new Promise((resolve) => waiting.push({ key, resolve: () => resolve(store.apply(key, event)) })),
    async completeTrip() {
      const calls = waiting.splice(0);
      remote.trips.push(calls.map(({ key }) => key.split("/").slice(1, 2).join()));
      for (const { resolve } of calls) resolve();
      await turn();
    },
    hasCalls: () => waiting.length > 0,
  };
  return remote;
}

/** Sends a request, and completes round trips until the response arrives. Returns the round trips, each with its keys. */
export async function countTrips(site, remote, ...request) {
  const before = remote.trips.length;
  let response;
  const sent = site.send(...request).then((result) => (response = result));
  // A hash takes its turns in another thread, many of them on a busy machine.
  for (const start = performance.now(); !response && performance.now() - start < 60_000; ) {
    if (remote.hasCalls()) await remote.completeTrip();
    await turn();
  }
  await sent;
  const trips = remote.trips.slice(before);
  const hasTasks = remote.hasCalls();
  while (remote.hasCalls()) await remote.completeTrip();
  return { response, trips, hasTasks };
}
