const maxSamples = 32;
/** The duration of a decoy before the first real call: about that of a call over the internet. */
const defaultDurationMs = 150;
/** The statuses by which the API refuses one user's request. Every other failure concerns all users. */
const statusesOfOneUser = [400, 404, 409, 422];

/** How long an outage that a call met counts without another call of the operation. */
const outageMs = 60_000;

/**
 * Calls one operation of the API without retries: the page decides whether to try again, and a retry would be a second request for one
 * reserved attempt. A decoy takes as long as real calls took and fails while they fail, so that neither reveals it.
 */
export function createUpstream({ verigator, serviceId }) {
  const service = verigator.service(serviceId);
  const calls = [];

  /** Resolves to the `result`, or to the `failure`. */
  async function call(userId, operation, ...values) {
    const start = performance.now();
    let user, outcome;
    try {
      user = service.user(userId);
      outcome = { result: await user[operation](...values, { maxRetries: 0 }) };
    } catch (thrown) {
      // Undefined would look like no failure at all.
      outcome = { failure: thrown ?? null };
    }
    user?.free?.();
    const end = performance.now();
    calls.push({ end, durationMs: end - start, outage: outageOf(outcome) });
    calls.splice(0, calls.length - maxSamples);
    return outcome;
  }

  /**
   * Resolves to the given `result` after the duration of a call, or to a failure while the API fails: as the latest call of the operation
   * did, or as reading the service does, which sends nothing and costs nothing.
   */
  async function imitate(result) {
    const durationMs = calls[Math.floor(Math.random() * calls.length)]?.durationMs ?? defaultDurationMs;
    const [outage] = await Promise.all([probe(), delay(durationMs)]);
    const latest = calls.at(-1);
    if (!latest?.outage || performance.now() - latest.end > outageMs) return outage ?? { result };
    if (latest.durationMs > durationMs) await delay(latest.durationMs - durationMs);
    return latest.outage;
  }

  async function probe() {
    try {
      (await verigator.getService?.(serviceId, { maxRetries: 0 }))?.free?.();
      return undefined;
    } catch (thrown) {
      return outageOf({ failure: thrown });
    }
  }

  return { call, imitate };
}

function outageOf(outcome) {
  if (!("failure" in outcome)) return undefined;
  const { code, status } = outcome.failure ?? {};
  return code === "invalid_invocation" || statusesOfOneUser.includes(status) ? undefined : outcome;
}

function delay(milliseconds) {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
