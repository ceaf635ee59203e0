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

const details = { redirect: { location: "https://elsewhere.example/" } };

/** Makes each call fail by each fault. Returns the answers by operation. */
async function answer(t, faults) {
  const { handle } = await import(join(copyExample(t, "errors"), "handle.js"));
  const sandbox = new Sandbox();
  const verigator = new Verigator(sandbox.username, sandbox.password, { fetch: sandbox.fetch, maxRetries: 0 });
  const service = await verigator.createService("Cafe", "cafe.example");
  const user = await service.registerUser("ada", "+3725555501");
  const calls = {
    registerUser: (options) => service.registerUser("ben", "+3725555502", options),
    authenticateUsingSms: (options) => user.authenticateUsingSms(options),
    verifyPin: (options) => user.verifyPin("123456", options),
  };
  const answers = {};
  for (const [operation, call] of Object.entries(calls)) {
    answers[operation] = [];
    for (const fault of faults) {
      sandbox.faults.next(
        typeof fault === "number" ? { kind: "status", status: fault } : { kind: fault, ...details[fault] },
      );
      // Only a response that never comes is waited for.
      const options = { timeoutMs: fault === "hang" ? 50 : 300_000 };
      answers[operation].push(await call(options).then(() => assert.fail("expected an error"), handle));
    }
  }
  return { answers, service, user, handle };
}

test("each failure gets an answer for the user, and only those that no user can fix alert the operator", async (t) => {
  const faults = [400, 401, 403, 404, 409, 418, 422, 429, 500, 503, "malformed", "connection", "hang", "redirect"];
  const { answers, handle } = await answer(t, faults);
  const statuses = (operation) => answers[operation].map(({ status }) => status);
  assert.deepEqual(statuses("registerUser"), [422, 500, 500, 409, 409, 500, 422, 429, 503, 503, 500, 503, 503, 500]);
  assert.deepEqual(statuses("verifyPin"), [422, 500, 500, 409, 409, 500, 422, 429, 503, 503, 500, 503, 503, 500]);
  assert.deepEqual(
    statuses("authenticateUsingSms"),
    [500, 500, 500, 409, 409, 500, 500, 429, 503, 503, 503, 503, 503, 500],
  );
  const alerted = (operation) => faults.filter((fault, index) => answers[operation][index].alert);
  assert.deepEqual(alerted("registerUser"), [401, 403, 418, "malformed", "redirect"]);
  assert.deepEqual(alerted("authenticateUsingSms"), [400, 401, 403, 418, 422, "malformed", "redirect"]);
  assert.throws(() => handle(new RangeError("mine")), RangeError);
});

test("after a start that may have sent a message the user is asked for its PIN", async (t) => {
  const { answers } = await answer(t, [500, 503, "malformed", "truncated", "hang"]);
  for (const { text } of answers.authenticateUsingSms) assert.match(text, /^If a message arrives, enter its PIN\./);
  for (const { text } of [...answers.registerUser, ...answers.verifyPin]) assert.doesNotMatch(text, /arrives/);
});

test("a blank field, an unknown user and a PIN before any start have texts of their own", async (t) => {
  const { service, user, handle } = await answer(t, []);
  const answerTo = (call) => call.then(() => assert.fail("expected an error"), handle);
  assert.deepEqual(await answerTo(user.verifyPin("")), {
    status: 422,
    text: "Enter the digits of the PIN, and nothing else.",
  });
  assert.equal((await answerTo(service.registerUser("ben", ""))).status, 422);
  assert.equal((await answerTo(user.verifyPin("123456"))).text, "Request a PIN first.");
  await user.delete();
  assert.equal(
    (await answerTo(service.user(user.id).authenticateUsingSms())).text,
    "Register your phone number again.",
  );
});

test("the guide lists every class of errors and its code", async () => {
  const verigator = await import("verigator");
  const classes = Object.entries(verigator).filter(
    ([, value]) =>
      typeof value === "function" &&
      (value === verigator.VerigatorError || value.prototype instanceof verigator.VerigatorError),
  );
  const { text } = pages.find(({ file }) => file === "guides/errors.md");
  const rows = new Map(
    [...text.matchAll(/^\| `(\w+)`(?: itself)?<br>`(\w+)` \|/gm)].map(([, name, code]) => [name, code]),
  );
  assert.deepEqual([...rows.keys()].sort(), classes.map(([name]) => name).sort());
});
