// @vitest-environment jsdom
import { expect, test } from "vitest";
import * as verigator from "verigator";
import * as sandbox from "verigator/sandbox";
import { expectedResult, flow } from "./flow.mjs";

test("flow runs in Vitest's jsdom environment", async () => {
  expect(await flow(verigator, sandbox)).toEqual(expectedResult);
});
