import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const run = promisify(execFile);
const packageFolder = fileURLToPath(new URL("../../pkg", import.meta.url));

test("tarball has exactly the files of the list", async () => {
  const { stdout } = await run("npm", ["pack", "--dry-run", "--json", packageFolder]);
  const [{ files }] = JSON.parse(stdout);
  const expected = await readFile(new URL("./files.txt", import.meta.url), "utf8");
  assert.deepEqual(files.map(({ path }) => path).sort(), expected.trim().split("\n"));
});

test("package has no dependencies and no install scripts", async () => {
  const manifest = JSON.parse(await readFile(`${packageFolder}/package.json`, "utf8"));
  assert.deepEqual([manifest.dependencies, manifest.scripts], [undefined, undefined]);
});

test("publint reports no problem", async () => {
  const { publint } = await import("publint");
  const { messages } = await publint({ pkgDir: packageFolder, strict: true });
  assert.deepEqual(messages, []);
});

test("attw reports no problem", async () => {
  const tool = fileURLToPath(new URL("../node_modules/.bin/attw", import.meta.url));
  await run(tool, ["--pack", packageFolder, "--profile", "node16", "--quiet"]);
});
