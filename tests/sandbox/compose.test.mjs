import assert from "node:assert/strict";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { parse } from "yaml";
import { missing, openContainers } from "./containers.mjs";

const here = import.meta.dirname;
const skip = missing;

/** Copies the example, as `npm install` would leave it, and opens a container for each service of its Compose file, which a test may change. */
function open(t, change = () => {}) {
  mkdirSync(join(here, ".recipes"), { recursive: true });
  const folder = mkdtempSync(join(here, ".recipes/"));
  t.after(() => rmSync(folder, { recursive: true }));
  cpSync(join(here, "../../examples/testing/compose"), folder, { recursive: true });
  symlinkSync(join(here, "node_modules"), join(folder, "node_modules"));
  const file = parse(readFileSync(join(folder, "compose.yaml"), "utf8"), { merge: true });
  change(file.services);
  return openContainers(t, file, folder);
}

test("the example for Compose passes with sandbox, site and tests in networks of their own", { skip }, async (t) => {
  const { code, output } = await open(t).run("tests");
  assert.equal(code, 0, output);
  assert.match(output, /pass 2\n/);
});

test("the site of the example for Compose refuses http without its option, and the message names it", {
  skip,
}, async (t) => {
  const withoutOption = ({ site }) => delete site.environment.VERIGATOR_ALLOW_HTTP;
  await assert.rejects(open(t, withoutOption).run("tests"), /site ended: [^]*dangerouslyAllowHttp/);
});

test("the tests of the example for Compose fail if the sandbox does not know its own name", { skip }, async (t) => {
  const withoutName = ({ sandbox }) => (sandbox.command = sandbox.command.replace(" --allowed-host sandbox", ""));
  const { code, output } = await open(t, withoutName).run("tests");
  assert.equal(code, 1);
  assert.match(output, /host: expected a name of this machine/);
});
