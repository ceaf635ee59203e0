import { expect, test } from "@jest/globals";
import * as verigator from "verigator";
import * as sandbox from "verigator/sandbox";
import { expectedResult, flow } from "./flow.mjs";

test("flow runs in Jest with ES modules", async () => {
  expect(await flow(verigator, sandbox)).toEqual(expectedResult);
});
