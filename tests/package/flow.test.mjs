import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { test } from "node:test";
import * as verigator from "verigator";
import * as inline from "verigator/inline";
import * as sandbox from "verigator/sandbox";
import { expectedResult, flow } from "./flow.mjs";

const require = createRequire(import.meta.url);

async function checkFlow(client, api) {
  assert.deepEqual(await flow(client, api), expectedResult);
}

test("flow runs with the imported entries", () => checkFlow(verigator, sandbox));

test("flow runs with the required entries", () => checkFlow(require("verigator"), require("verigator/sandbox")));

test("flow runs with the imported inline entries", async () => {
  await checkFlow(inline, await import("verigator/sandbox/inline"));
});

test("flow runs with the required inline entries", () => {
  return checkFlow(require("verigator/inline"), require("verigator/sandbox/inline"));
});
