import { assert } from "chai";
import { mirror } from "../suite/responses.mjs";
import { seeded } from "../suite/seeded.mjs";

const calls = 1000;
const aborted = 50;

export default {
  async "of 1 000 calls at once, 50 aborted at random, all settle and none has another's answer"(harness) {
    const random = seeded(20_261_123);
    const victims = new Set();
    while (victims.size < aborted) victims.add(Math.floor(random() * calls));
    const controllers = new Map([...victims].map((index) => [index, new AbortController()]));
    const client = harness.client(await harness.scenario(mirror));
    const running = Array.from({ length: calls }, (_, index) => {
      return client.getService(`service-${index}`, { signal: controllers.get(index)?.signal, timeoutMs: 100_000 });
    });
    const abortions = [...controllers].map(async ([index, controller]) => {
      await running[Math.floor(random() * index)]?.catch(() => {});
      controller.abort(`reason-${index}`);
    });
    const outcomes = await Promise.allSettled(running);
    await Promise.all(abortions);
    outcomes.forEach((outcome, index) => assertOwn(outcome, index, victims.has(index)));
  },
};

/** A call that was aborted may have been answered before. */
function assertOwn({ status, value, reason }, index, mayBeAborted) {
  if (status === "fulfilled") assert.equal(value.id, `service-${index}`);
  else assert.isTrue(mayBeAborted && reason === `reason-${index}`, `${index}: ${String(reason)}`);
}
