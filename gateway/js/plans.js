/** Plans of the Rust core: what a call has to reserve, and in which order. */

/** A start that the user's own limit denies touches no shared key, and one that its network denies does not touch the whole gateway's. */
const stageOf = { user: 0, destination: 1, network: 1, failedPins: 1, global: 2 };

/** Reads the core's lines. A refusal has a `status` alone. The reservations of one stage are made at the same time. */
export function readPlan(text, id) {
  const lines = text.split("\n");
  if (lines.length === 1) return { status: Number(text) };
  const stages = [];
  let index = 2;
  for (; index + 2 < lines.length; index += 3) {
    const [scope, key, event] = [lines[index], lines[index + 1], lines[index + 2]];
    (stages[stageOf[scope]] ??= []).push({ scope, key, event });
  }
  return { operation: lines[0], value: lines[1], stages: stages.filter(Boolean), check: lines[index], id };
}

/** Returns the reservation of a plan by its scope, if there is one. */
export function reservationOf({ stages }, scope) {
  return stages.flat().find((one) => one.scope === scope);
}

/** Names the destination of a plan, as a hash. Without one, nothing is reserved for it. */
export async function setDestination({ stages }, serviceId, destination) {
  const name = destination === undefined ? undefined : await hash(`${serviceId} ${destination}`);
  for (const [index, stage] of stages.entries()) {
    const reservation = stage.find(({ scope }) => scope === "destination");
    if (reservation && name) reservation.key += name;
    else if (reservation) stages[index] = stage.filter((one) => one !== reservation);
  }
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
