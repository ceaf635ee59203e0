import { expect, test } from "@jest/globals";
import * as verigator from "verigator";
import * as sandbox from "verigator/sandbox";
import { expectedResult, flow } from "./flow.mjs";

test("flow runs in jsdom with ES modules", async () => {
  expect(window.document).toBeDefined();
  expect(await flow(verigator, sandbox)).toEqual(expectedResult);
});
