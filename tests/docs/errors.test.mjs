import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { Verigator } from "verigator";
import { Sandbox } from "verigator/sandbox";
import { copyExample, pages, run } from "./examples.mjs";

test("the program that provokes an error prints what the guide shows", async (t) => {
  const folder = copyExample(t, "errors");
  assert.equal(await run(folder, process.execPath, ["provoke.js"]), readFileSync(join(folder, "provoke.txt"), "utf8"));
});

test("each failure gets an answer for the user, and only those that no user can fix alert the operator", async (t) => {
  const { handle } = await import(join(copyExample(t, "errors"), "handle.js"));
  const sandbox = new Sandbox();
  const verigator = new Verigator(sandbox.username, sandbox.password, { fetch: sandbox.fetch, maxRetries: 0, timeoutMs: 50 });
  const names = ["400", "401", "403", "404", "409", "418", "422", "429", "500", "503", "malformed", "connection", "hang", "redirect"];
  const answers = await Promise.all(names.map((name) => verigator.createService("Cafe", `${name}.verigator.test`).catch(handle)));
  assert.deepEqual(answers.map(({ status }) => status), [422, 500, 500, 409, 409, 500, 422, 429, 503, 503, 500, 503, 503, 500]);
  assert.equal(answers[7].retryAfterMs, 1000);
  const alerted = names.filter((name, index) => answers[index].alert);
  assert.deepEqual(alerted, ["401", "403", "418", "malformed", "redirect"]);
  assert.throws(() => handle(new RangeError("mine")), RangeError);
});

test("the guide lists every class of errors and its code", async () => {
  const verigator = await import("verigator");
  const classes = Object.entries(verigator).filter(([, value]) => typeof value === "function" && (value === verigator.VerigatorError || value.prototype instanceof verigator.VerigatorError));
  const { text } = pages.find(({ file }) => file === "guides/errors.md");
  const rows = new Map([...text.matchAll(/^\| `(\w+)`(?: itself)?<br>`(\w+)` \|/gm)].map(([, name, code]) => [name, code]));
  assert.deepEqual([...rows.keys()].sort(), classes.map(([name]) => name).sort());
});
