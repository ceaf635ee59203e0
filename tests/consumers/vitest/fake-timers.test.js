// @vitest-environment node
import { expect, test, vi } from "vitest";
import * as verigator from "verigator";
import * as sandbox from "verigator/sandbox";
import { expectedResult, flow } from "./flow.mjs";

test("calls settle under the fake timers of Vitest, and after them", async () => {
  for (const isFake of [true, false, true, false]) {
    if (isFake) vi.useFakeTimers();
    expect(await flow(verigator, sandbox)).toEqual(expectedResult);
    vi.useRealTimers();
  }
});

test("fake clock of Vitest ends a call at its time limit", async () => {
  vi.useFakeTimers();
  const fetch = () => new Promise(() => {});
  const call = new verigator.Verigator("username", "password", { fetch, timeoutMs: 5_000, maxRetries: 0 }).getService(
    "id",
  );
  const outcome = call.catch((error) => error.code);
  vi.advanceTimersByTime(5_000);
  vi.useRealTimers();
  expect(await outcome).toBe("timeout");
});
