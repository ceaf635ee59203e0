import { assert } from "chai";
import { mirror } from "../suite/responses.mjs";
import { seededRandom } from "../suite/seeded-random.mjs";

const calls = 1000;
const aborted = 50;

export default {
  async "1,000 concurrent calls with 50 random aborts all settle, each with its own response"(harness) {
    const random = seededRandom(20_261_123);
    const abortedIndexes = new Set();
    while (abortedIndexes.size < aborted) abortedIndexes.add(Math.floor(random() * calls));
    const controllers = new Map([...abortedIndexes].map((index) => [index, new AbortController()]));
    const client = harness.client(await harness.scenario(mirror));
    const pending = Array.from({ length: calls }, (_, index) => {
      return client.getService(`service-${index}`, { signal: controllers.get(index)?.signal, timeoutMs: 100_000 });
    });
    const aborts = [...controllers].map(async ([index, controller]) => {
      await pending[Math.floor(random() * index)]?.catch(() => {});
      controller.abort(`reason-${index}`);
    });
    const outcomes = await Promise.allSettled(pending);
    await Promise.all(aborts);
    outcomes.forEach((outcome, index) => assertOwnResponse(outcome, index, abortedIndexes.has(index)));
  },
};

/** An aborted call may have received its response before the abort. */
function assertOwnResponse({ status, value, reason }, index, mayBeAborted) {
  if (status === "fulfilled") assert.equal(value.id, `service-${index}`);
  else assert.isTrue(mayBeAborted && reason === `reason-${index}`, `${index}: ${String(reason)}`);
}
