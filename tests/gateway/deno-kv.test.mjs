import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { serveApi } from "./served-api.mjs";
import { createDenoKv, startProcesses } from "./stores/processes.mjs";
import { testSharedLimits } from "./stores/shared-limits.mjs";

const folder = mkdtempSync(join(tmpdir(), "verigator-deno-kv-"));
after(() => rmSync(folder, { recursive: true }));

const file = join(folder, "kv.sqlite");
before(() => createDenoKv(file));

testSharedLimits("deno", file);

test("deno: a process whose database is closed responds with 503, and other processes still count", async (t) => {
  const api = await serveApi(t);
  const [first, second] = await startProcesses(t, 2, "deno", file, api);
  await first.start();
  await first.verify(api.wrongPin());
  first.closeStore();
  assert.equal((await first.verify(api.rightPin()))[0].status, 503);
  assert.equal(api.verificationCount(), 1);
  assert.equal((await second.status()).attemptsLeft, 4);
});
