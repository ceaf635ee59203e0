/** Plans of the Rust core: what a call has to reserve, and in which order. */

/** A start that the user's own limit denies touches no shared key, and one that its network denies does not touch the whole gateway's. */
const stages = [["user"], ["destination", "network", "failedPins"], ["global"]];

/** Reads the core's list. A refusal has a `status` alone. */
export function readPlan(list) {
  const [operation, value] = list;
  if (typeof operation === "number") return { status: operation };
  const reservations = {};
  let index = 2;
  for (; index + 2 < list.length; index += 3) {
    const [scope, key, event] = list.slice(index, index + 3);
    reservations[scope] = { scope, key, event };
  }
  return { operation, value, reservations, check: list[index] };
}

/** The reservations in the order in which they are made; those of one stage at the same time. */
export function stagesOf({ reservations }) {
  return stages.map((scopes) => scopes.flatMap((scope) => reservations[scope] ?? [])).filter((stage) => stage.length > 0);
}

/** Names the destination of a plan, as a hash. Without one, nothing is reserved for it. */
export async function setDestination({ reservations }, serviceId, destination) {
  if (!reservations.destination) return;
  if (destination === undefined) delete reservations.destination;
  else reservations.destination.key += await hash(`${serviceId} ${destination}`);
}

/** A store needs to tell destinations apart, not to know them. */
async function hash(text) {
  const bytes = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)));
  return Array.from(bytes.subarray(0, 16), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Returns a function that draws an id, unique among all processes: a whole number from 1 to 2^53 - 1. */
export function createIds() {
  const numbers = new Uint32Array(2);
  return () => {
    crypto.getRandomValues(numbers);
    return (numbers[0] & 0x1fffff) * 2 ** 32 + numbers[1] || 1;
  };
}
