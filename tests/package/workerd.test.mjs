import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { openWorker } from "../workerd/open.mjs";
import { expectedResult } from "./flow.mjs";

let opened;

before(async () => {
  opened = await openWorker(new URL("./worker.mjs", import.meta.url));
});

after(() => opened?.close());

async function get(path, { worker } = opened) {
  const response = await worker.dispatchFetch(`http://localhost${path}`);
  return response.json();
}

test("flow runs in workerd", async () => {
  assert.deepEqual(await get("/"), expectedResult);
});

test("sandbox of the global scope draws its ids and PINs in the first request", async (context) => {
  const other = await openWorker(new URL("./worker.mjs", import.meta.url));
  context.after(() => other.close());
  const [one, two] = [await get("/global"), await get("/global", other)];
  assert.deepEqual([one.verified, two.verified], [true, true]);
  assert.notEqual(one.id, two.id);
});

test("inline entry in workerd is reported with the entry to import", async (context) => {
  const { worker, close } = await openWorker(new URL("./inline-worker.mjs", import.meta.url));
  context.after(close);
  const response = await worker.dispatchFetch("http://localhost/");
  assert.match(
    await response.text(),
    /^a Worker compiles no wasm while it runs.*import "verigator" .*condition "workerd"/,
  );
});
