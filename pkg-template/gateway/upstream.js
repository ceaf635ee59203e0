const remembered = 32;
/** Before the first real call: about what a call to the API over the internet takes. */
const guessMs = 150;

/**
 * Calls the API, once: a page decides itself whether to try again, and a repetition would be a second request for one attempt counted.
 * A decoy takes as long as the real calls did, so that its time tells nothing.
 */
export function createUpstream({ verigator, serviceId }) {
  const service = verigator.service(serviceId);
  const durations = [];

  /** Gives the `result`, or the `failure`. */
  async function call(userId, operation, ...values) {
    const start = performance.now();
    let user;
    try {
      user = service.user(userId);
      return { result: await user[operation](...values, { maxRetries: 0 }) };
    } catch (thrown) {
      // Undefined would pass for no failure at all.
      return { failure: thrown ?? null };
    } finally {
      user?.free?.();
      durations.push(performance.now() - start);
      durations.splice(0, durations.length - remembered);
    }
  }

  /** Gives a `result` that no call had. */
  function imitate(result) {
    const milliseconds = durations[Math.floor(Math.random() * durations.length)] ?? guessMs;
    return new Promise((resolve) => setTimeout(resolve, milliseconds, { result }));
  }

  return { call, imitate };
}
