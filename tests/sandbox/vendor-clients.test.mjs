/**
 * The vendor's clients of the Number Verification API, unmodified, against the server: each reply as they report it.
 *
 * `cargo xtask test "sandbox tests"` installs them, beside a Python that is called `messente-python`.
 */
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { join } from "node:path";
import { test } from "node:test";
import { promisify } from "node:util";
import { serve } from "./server-process.mjs";

/** Runs a program with the server's URL and credentials, and returns all that it reports. */
async function report(t, program) {
  const server = await serve(t, "--username", "canary-name", "--password", "canary-password");
  const file = join(import.meta.dirname, "vendor-clients", program);
  const { stdout } = await promisify(execFile)("messente-python", [
    "-B",
    file,
    server.url,
    server.username,
    server.password,
  ]);
  const reports = stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  const requests = JSON.stringify(await server.control("GET", "requests"));
  assert.ok(!requests.includes("canary"), requests);
  return { ...Object.assign({}, ...reports), methods: [...new Set(requests.match(/(?<="method":")\w+/g))] };
}

test("messente-api 2.7.0 for Python gets the text of every reply", async (t) => {
  assert.deepEqual(await report(t, "messente_api_2_7_0.py"), {
    methods: ["POST"],
    text: "Code <PIN>, õ & +",
    digits: 6,
    wrong: "INVALID",
    right: "VERIFIED",
    again: "ERROR 110",
    known_device: "VERIFIED",
    throttled: "THROTTLED",
    expired: "EXPIRED",
    sent_by_itself: 5,
    credentials: "ERROR 101",
    number: "ERROR 102",
    template: "ERROR 109",
    sender: "ERROR 111",
    unknown: "ERROR 110",
    failed: "FAILED 209",
    exception: ["ServiceException", 503],
  });
});

test("messente-python 2.0.1 sends GET, and interprets every reply", async (t) => {
  const notActivated = "Sender parameter 'from' is invalid.You have not activated this sender name from Messente.com";
  assert.deepEqual(await report(t, "messente_python_2_0_1.py"), {
    methods: ["GET"],
    text: "Code <PIN>, õ & +",
    wrong: [true, false],
    right: [false, true],
    again: [false, 110, "Verification Session with following ID was not found."],
    throttled: true,
    expired: true,
    sent_by_itself: 5,
    template: [false, 109, "PIN code field is missing in the template value."],
    sender: [false, 111, notActivated],
    unknown: [false, 110, "Verification Session with following ID was not found."],
    failed: [false, 209, "Server failure, try again after a few seconds or try the backup server."],
    failed_as_documented: [false, 209, ""],
    http_error: [false, false],
    credentials: [false, 101, "Access is restricted, wrong credentials. Check the username and password values."],
  });
});
