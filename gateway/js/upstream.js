const maxSamples = 32;
/** The statuses by which the API refuses one user's request. Every other failure concerns all users. */
const statusesOfOneUser = [400, 404, 409, 422];

/** How long an outage that a call met counts without another call of the operation. */
const outageMs = 60_000;

/** A guess of the duration of a call over the internet, for a process that has made none: from and up to. */
const guessedMs = [64, 133];

/**
 * Calls one operation of the API without retries: the page decides whether to try again, and a retry would be a second request for one
 * reserved attempt. What the page must not learn takes as long as real calls took, and fails while they fail. `other` is the other operation's
 * upstream, whose durations are better than a guess.
 */
export function createUpstream({ verigator, serviceId }, other) {
  const service = verigator.service(serviceId);
  const calls = [];

  /** Resolves to the `result`, or to the `failure`, and to when the call began. */
  async function call(userId, operation, values, options) {
    const start = performance.now();
    let user, outcome;
    try {
      user = service.user(userId);
      outcome = { start, result: await user[operation](...values, { ...options, maxRetries: 0 }) };
    } catch (thrown) {
      // Undefined would look like no failure at all.
      outcome = { start, failure: thrown ?? null };
    }
    user?.free?.();
    record(outcome);
    return outcome;
  }

  /** Records a call that the page may tell from others. The refusal of one user's request is faster than a send. */
  function record(outcome) {
    const outage = outageOf(outcome);
    if ("failure" in outcome && !outage) return;
    const end = performance.now();
    calls.push({ end, durationMs: end - outcome.start, outage });
    calls.splice(0, calls.length - maxSamples);
  }

  function sample() {
    return calls[Math.floor(Math.random() * calls.length)]?.durationMs;
  }

  const sampleOrGuess = () =>
    sample() ?? other?.sample() ?? guessedMs[0] + Math.random() * (guessedMs[1] - guessedMs[0]);

  /** Waits until a call that began at `start` has taken as long as a real one. */
  function conceal({ start }) {
    return delay(sampleOrGuess() - (performance.now() - start));
  }

  /**
   * Resolves to the given `result` after the duration of a call, or to a failure while the API fails: as the latest call of the operation
   * did, or as reading the service does, which sends nothing and costs nothing. In a process that has made no call, that reading is the sample.
   */
  async function imitate(result) {
    const durationMs = sample() ?? other?.sample();
    let outage;
    const probing = probe().then((met) => (outage = met));
    // A slow probe must not prolong the decoy.
    await (durationMs === undefined ? probing : new Promise((resolve) => setTimeout(resolve, durationMs)));
    const latest = calls.at(-1);
    if (!latest?.outage || performance.now() - latest.end > outageMs) return outage ?? { result };
    if (latest.durationMs > durationMs) await delay(latest.durationMs - durationMs);
    return latest.outage;
  }

  async function probe() {
    if (!verigator.getService) return delay(sampleOrGuess());
    try {
      (await verigator.getService(serviceId, { maxRetries: 0 }))?.free?.();
      return undefined;
    } catch (thrown) {
      return outageOf({ failure: thrown });
    }
  }

  return { call, conceal, imitate, sample };
}

function outageOf(outcome) {
  if (!("failure" in outcome)) return undefined;
  const { code, status } = outcome.failure ?? {};
  return code === "invalid_invocation" || statusesOfOneUser.includes(status) ? undefined : outcome;
}

async function delay(milliseconds) {
  if (milliseconds > 0) await new Promise((resolve) => setTimeout(resolve, milliseconds));
}
