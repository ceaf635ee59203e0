import { loadCore } from "./loading.js";

/** The store failed, so nothing may be done that it could not count. */
export class StoreError extends Error {}

/** The outcome of a call that was never made because one of the limits denied it. */
const nothingSent = { failure: { code: "invalid_invocation" } };

/** Reserves sends and PIN attempts before the API is called, and settles them afterwards. */
export function createLimiter({ limits, serviceId, now }) {
  const core = loadCore();

  async function apply(key, event) {
    try {
      const decision = await limits.apply(`${serviceId}/${key}`, event);
      return { key, event, decision, kind: core.decisionKind(decision) };
    } catch (cause) {
      throw new StoreError("the store of the limits failed", { cause });
    }
  }

  /** Makes all reservations, the user's first. If one is denied or fails, the others are refunded. */
  async function reserve(events) {
    const reservations = [];
    for (const [key, event] of events) {
      const reservation = await apply(key, event).catch((error) => ({ error }));
      if (reservation.error || reservation.kind === "deny") await settle(reservations, nothingSent);
      if (reservation.error) throw reservation.error;
      if (reservation.kind === "deny") return { denied: reservation.decision };
      reservations.push(reservation);
    }
    return { reservations, isDecoy: reservations[0].kind === "decoy" };
  }

  /** Returns the decision about the user. A reservation that can't be settled stays counted, which is safe. */
  async function settle(reservations, outcome) {
    const decisions = [];
    for (const { key, event, decision } of reservations) {
      const settlement = core.settlement(event, decision, now(), outcome);
      const settled = settlement && (await apply(key, settlement).catch(() => undefined));
      decisions.push(settled?.decision ?? decision);
    }
    return decisions[0];
  }

  const read = async ([key, event]) => (await apply(key, event)).decision;

  return { read, reserve, settle };
}
