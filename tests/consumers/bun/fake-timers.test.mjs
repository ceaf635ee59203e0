import { expect, jest, test } from "bun:test";
import * as verigator from "verigator";
import * as sandbox from "verigator/sandbox";
import { expectedResult, flow } from "./flow.mjs";

test("calls settle under the fake timers of Bun, and after them", async () => {
  for (const isFake of [true, false, true, false]) {
    if (isFake) jest.useFakeTimers();
    expect(await flow(verigator, sandbox)).toEqual(expectedResult);
    jest.useRealTimers();
  }
});

test("objects are equal if their ids are", () => {
  const client = () => new verigator.Verigator("username", "password");
  const service = client().service("service-id");
  expect(service.user("a")).toEqual(service.user("a"));
  expect(service.user("a")).toStrictEqual(service.user("a"));
  expect(service.user("a")).not.toEqual(service.user("b"));
  expect(service).not.toEqual(client().service("other-id"));
  expect(client()).not.toEqual(client());
});
