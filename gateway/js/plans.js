/** Plans of the Rust core: what a call has to reserve, and in which order. */

/** A start that the user's own limit denies touches no shared key, and one that its network denies does not touch the whole gateway's. */
const stages = [["user"], ["destination", "network", "failedPins"], ["global"]];

/** Reads the core's lines. A refusal has a `status` alone. */
export function readPlan(text, id) {
  const lines = text.split("\n");
  if (lines.length === 1) return { status: Number(text) };
  const reservations = {};
  let index = 2;
  for (; index + 2 < lines.length; index += 3)
    reservations[lines[index]] = { scope: lines[index], key: lines[index + 1], event: lines[index + 2] };
  return { operation: lines[0], value: lines[1], reservations, check: lines[index], id };
}

/** The reservations of each stage, in the order in which they are made; those of one stage at the same time. */
export function stagesOf({ reservations }) {
  return stages.map((scopes) => scopes.map((scope) => reservations[scope]).filter((one) => one !== undefined));
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

/** How many ids are drawn at a time: a call of the system for each would take longer than the rest of a plan. */
const drawn = 64;

/** Returns a function that draws an id, unique among all processes: a whole number from 1 to 2^53 - 1. */
export function createIds() {
  const numbers = new Uint32Array(2 * drawn);
  let left = 0;
  return () => {
    if (left === 0) {
      crypto.getRandomValues(numbers);
      left = drawn;
    }
    left -= 1;
    return (numbers[2 * left] & 0x1fffff) * 2 ** 32 + numbers[2 * left + 1] || 1;
  };
}
