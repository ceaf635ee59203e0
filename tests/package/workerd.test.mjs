import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { openWorker } from "../workerd/open.mjs";
import { expectedResult } from "./flow.mjs";

let opened;

before(async () => {
  opened = await openWorker(new URL("./worker.mjs", import.meta.url));
});

after(() => opened?.close());

test("flow runs in workerd", async () => {
  const response = await opened.worker.dispatchFetch("http://localhost/");
  assert.deepEqual(await response.json(), expectedResult);
});
