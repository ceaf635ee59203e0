import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after } from "node:test";
import { testSharedLimits } from "./stores/shared-limits.mjs";

const folder = mkdtempSync(join(tmpdir(), "verigator-deno-kv-"));
after(() => rmSync(folder, { recursive: true }));

testSharedLimits("deno", join(folder, "kv.sqlite"));
