import { suites } from "../cases/index.mjs";
import { Harness } from "./harness.mjs";

/** What a case may take; one that takes longer waits for a promise that never settles. */
const longestMs = 120_000;

/** Runs each case that the runtime has, of the suites that `runtime.only` names where it names some; returns `{ title, failure }` of each, where a failure is the text of what was thrown. */
export async function runSuites(verigator, servers, runtime) {
  // Back-off draws its wait from here, so nothing sleeps.
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
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error("the case did not end")), longestMs);
  });
  try {
    await Promise.race([run(harness), late]);
    return undefined;
  } catch (error) {
    return `${error}\n${error?.stack}`;
  } finally {
    clearTimeout(timer);
  }
}
