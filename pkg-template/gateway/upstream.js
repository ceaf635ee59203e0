const maxSamples = 32;
/** The duration of a decoy before the first real call: about that of a call over the internet. */
const defaultDurationMs = 150;

/**
 * Calls the API without retries: the page decides whether to try again, and a retry would be a second request for one reserved attempt.
 * A decoy takes as long as real calls took, so that its duration reveals nothing.
 */
export function createUpstream({ verigator, serviceId }) {
  const service = verigator.service(serviceId);
  const durations = [];

  /** Resolves to the `result`, or to the `failure`. */
  async function call(userId, operation, ...values) {
    const start = performance.now();
    let user;
    try {
      user = service.user(userId);
      return { result: await user[operation](...values, { maxRetries: 0 }) };
    } catch (thrown) {
      // Undefined would look like no failure at all.
      return { failure: thrown ?? null };
    } finally {
      user?.free?.();
      durations.push(performance.now() - start);
      durations.splice(0, durations.length - maxSamples);
    }
  }

  /** Resolves to the given `result` after the duration of a call. */
  function imitate(result) {
    const milliseconds = durations[Math.floor(Math.random() * durations.length)] ?? defaultDurationMs;
    return new Promise((resolve) => setTimeout(resolve, milliseconds, { result }));
  }

  return { call, imitate };
}
