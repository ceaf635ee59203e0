import { suites } from "../cases/index.mjs";
import { Harness } from "./harness.mjs";

/** The timeout of a case. A case that exceeds it waits for a promise that never settles. */
const timeoutMs = 600_000;

/**
 * Runs the cases that apply to the runtime, only of the suites in `runtime.only` if that is set. Returns `{ title, failure }` for each, where
 * `failure` is the text of the error, or undefined.
 */
export async function runSuites(verigator, servers, runtime) {
  // The backoff is multiplied by this number, so retries have no delay.
  Math.random = () => 0;
  const harness = new Harness(verigator, servers, runtime);
  const results = [];
  for (const [suite, cases] of Object.entries(suites)) {
    if (runtime.only?.includes(suite) === false) continue;
    for (const [title, run] of Object.entries(cases)) {
      if (run.isFor?.(runtime) === false) continue;
      results.push({ title: `${suite}: ${title}`, failure: await failureOf(run, harness) });
    }
  }
  return results;
}

async function failureOf(run, harness) {
  let timer;
  const timeout = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`the case did not end within ${timeoutMs} ms`)), timeoutMs);
  });
  try {
    await Promise.race([run(harness), timeout]);
    return undefined;
  } catch (error) {
    return `${error}\n${error?.stack}`;
  } finally {
    clearTimeout(timer);
  }
}
