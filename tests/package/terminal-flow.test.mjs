import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { cp, mkdtemp, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
let folder;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), "verigator-flow-"));
  await cp(here("../../examples/terminal-flow"), folder, { recursive: true });
  await symlink(here("./node_modules"), join(folder, "node_modules"), "dir");
});

after(() => rm(folder, { recursive: true }));

/** Runs the flow. At each question, `answer` receives the output so far, and returns the line to type, or null to end the input. */
function run(flags, answer = () => null) {
  const { VERIGATOR_USERNAME, VERIGATOR_PASSWORD, MESSENTE_USERNAME, MESSENTE_PASSWORD, ...env } = process.env;
  const child = spawn(process.execPath, ["flow.js", ...flags], { cwd: folder, env });
  let output = "";
  let asked = 0;
  const read = (text) => {
    output += text;
    const questions = output.split("PIN: ").length - 1;
    if (questions === asked) return;
    asked = questions;
    const typed = answer(output, asked);
    if (typed === null) child.stdin.end();
    else child.stdin.write(`${typed}\n`);
  };
  child.stdout.setEncoding("utf8").on("data", read);
  child.stderr.setEncoding("utf8").on("data", read);
  return new Promise((resolve) => child.on("close", (status) => resolve({ status, output })));
}

const pinIn = (output) => [...output.matchAll(/PIN .*?(\d{6})/g)].at(-1)[1];

test("terminal flow ends with the user and the number verified, and prints no query", async () => {
  const { status, output } = await run([]);
  assert.match(output, /reason: invalid[^]*"verified":true[^]*✓ user@example\.com is verified/);
  assert.match(output, /POST \/verify\/pin .*\n *200 INVALID[^]*200 VERIFIED[^]*✓ \+46701740605 is verified/);
  assert.doesNotMatch(output, /password=|\?/);
  assert.equal(status, 0);
});

test("terminal flow asks for the PIN until it is right", async () => {
  const { status, output } = await run(["--interactive"], (seen, asked) => (asked === 1 ? "nonsense" : pinIn(seen)));
  assert.match(output, /✓ user@example\.com is verified[^]*✓ \+46701740605 is verified/);
  assert.equal(status, 0);
});

test("terminal flow fails and deletes what it created if the input ends before the right PIN", async () => {
  const { status, output } = await run(["--interactive"]);
  assert.match(output, /DELETE .*\n *202[^]*DELETE .*\n *202[^]*✗ the input ended/);
  assert.equal(status, 1);
});

test("terminal flow with --live fails without credentials", async () => {
  const { status, output } = await run(["--live"]);
  assert.match(output, /✗ --live needs VERIGATOR_USERNAME and VERIGATOR_PASSWORD/);
  assert.equal(status, 1);
});

test("terminal flow with --live --number-verification fails without credentials", async () => {
  const { status, output } = await run(["--live", "--number-verification"]);
  assert.match(output, /✗ --live --number-verification needs MESSENTE_USERNAME and MESSENTE_PASSWORD/);
  assert.equal(status, 1);
});
