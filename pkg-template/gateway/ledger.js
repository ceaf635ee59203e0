import { loadCore } from "./loading.js";

/** Says that a store failed: nothing may be done that it could not count. */
export class StoreError extends Error {}

/** How a call ended that was never made, since one of those who were asked refused. */
const nothingSent = { failure: { code: "invalid_invocation" } };

/** Counts before anything is done, and settles after. */
export function createLedger({ limits, serviceId, now }) {
  const core = loadCore();

  async function apply(key, event) {
    try {
      const verdict = await limits.apply(`${serviceId}/${key}`, event);
      return { key, event, verdict, standing: core.standing(verdict) };
    } catch (cause) {
      throw new StoreError("the store of limits failed", { cause });
    }
  }

  /** Counts for all whom it concerns, the user first. Where one refuses or can't count, the others get theirs back. */
  async function reserve(wanted) {
    const grants = [];
    for (const [key, event] of wanted) {
      const grant = await apply(key, event).catch((error) => ({ error }));
      if (grant.error || grant.standing === "refused") await settle(grants, nothingSent);
      if (grant.error) throw grant.error;
      if (grant.standing === "refused") return { refused: grant.verdict };
      grants.push(grant);
    }
    return { grants, isDecoy: grants[0].standing === "decoy" };
  }

  /** Gives the user's verdict. What a store can't settle stays counted, which is safe: the request goes on by what was granted. */
  async function settle(grants, outcome) {
    const verdicts = [];
    for (const { key, event, verdict } of grants) {
      const settlement = core.settlement(event, verdict, now(), outcome);
      const settled = settlement && (await apply(key, settlement).catch(() => undefined));
      verdicts.push(settled?.verdict ?? verdict);
    }
    return verdicts[0];
  }

  const look = async ([key, event]) => (await apply(key, event)).verdict;

  return { look, reserve, settle };
}
