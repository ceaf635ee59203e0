/** How long the API's calls take, for responses that must not be told from those of real calls. */

const maxSamples = 32;
/** The statuses by which the API refuses one user's request, and the codes where it has no status for it. Every other failure concerns all users. */
const statusesOfOneUser = [400, 404, 409, 422];
const codesOfOneUser = ["invalid_invocation", "invalid_data", "no_such_resource"];

/** How long an outage that a call met counts without another call of the operation. */
const outageMs = 60_000;

/** A guess of the duration of a call over the internet, for a process that has made none: from and up to. */
const guessedMs = [64, 133];

/** Resolves to the `result` of a call, or to the `failure`. Never rejects. */
export async function outcomeOf(call) {
  try {
    return { result: await call() };
  } catch (thrown) {
    // Undefined would look like no failure at all.
    return { failure: thrown ?? null };
  }
}

/**
 * Measures one operation of the API. What the page must not learn takes as long as real calls took, and fails while they fail. `other` is the other
 * operation's upstream, whose durations are better than a guess. `api.probe` asks the API for something that sends and costs nothing, and is absent if
 * there is no such call.
 */
export function createUpstream(api, other) {
  const calls = [];

  /** Resolves to the outcome of `run`, and to when it began. */
  async function call(run) {
    const start = performance.now();
    const outcome = { start, ...(await run()) };
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
   * did, or as the probe does. In a process that has made no call, the probe is the sample.
   */
  async function imitate(result) {
    const durationMs = sample() ?? other?.sample();
    let outage;
    const probing = ask().then((met) => (outage = met));
    // A slow probe must not prolong the decoy.
    await (durationMs === undefined ? probing : new Promise((resolve) => setTimeout(resolve, durationMs)));
    const latest = calls.at(-1);
    if (!latest?.outage || performance.now() - latest.end > outageMs) return outage ?? { result };
    if (latest.durationMs > durationMs) await delay(latest.durationMs - durationMs);
    return latest.outage;
  }

  async function ask() {
    if (!api.probe) return delay(sampleOrGuess());
    return outageOf(await outcomeOf(() => api.probe()));
  }

  return { call, conceal, imitate, sample };
}

function outageOf(outcome) {
  if (!("failure" in outcome)) return undefined;
  const { code, status } = outcome.failure ?? {};
  return codesOfOneUser.includes(code) || statusesOfOneUser.includes(status) ? undefined : outcome;
}

async function delay(milliseconds) {
  if (milliseconds > 0) await new Promise((resolve) => setTimeout(resolve, milliseconds));
}
