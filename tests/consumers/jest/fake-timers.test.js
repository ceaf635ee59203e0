const verigator = require("verigator");
const sandbox = require("verigator/sandbox");
const { expectedResult, flow } = require("./flow.cjs");

test("calls settle under the fake timers of Jest, and after them", async () => {
  for (const isFake of [true, false, true, false]) {
    if (isFake) jest.useFakeTimers();
    expect(await flow(verigator, sandbox)).toEqual(expectedResult);
    jest.useRealTimers();
  }
});

test("fake clock of Jest ends a call at its time limit", async () => {
  jest.useFakeTimers();
  const fetch = () => new Promise(() => {});
  const call = new verigator.Verigator("username", "password", { fetch, timeoutMs: 5_000, maxRetries: 0 }).getService(
    "id",
  );
  const outcome = call.catch((error) => error.code);
  jest.advanceTimersByTime(5_000);
  jest.useRealTimers();
  expect(await outcome).toBe("timeout");
});
