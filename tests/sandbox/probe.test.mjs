import assert from "node:assert/strict";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { countResources, otherAccount, probe, rulesOf, serve, typePins } from "./probe-process.mjs";

const phoneNumber = "+3725555555";

function temporaryFile(t) {
  const folder = mkdtempSync(join(tmpdir(), "verigator-probe-"));
  t.after(() => rmSync(folder, { recursive: true }));
  return join(folder, "transcript.txt");
}

for (const profile of ["docs", "sdk"]) {
  test(`the sandbox in the profile ${profile} contradicts no rule, and the profile is found`, async (t) => {
    const { sandbox, url } = await serve(t, { profile });
    const { code, stdout, stderr } = await probe(t, url);
    assert.deepEqual([code, stderr], [0, ""], stdout);
    assert.match(stdout, /^17 confirmed, 17 not seen, 0 contradicted\.$/m);
    assert.match(stdout, new RegExp(`^Profile: ${profile}, which fits all 11 differences\\.$`, "m"));
    assert.equal(countResources(sandbox), 0);
    assert.equal(sandbox.inbox.messages().length, 0);
  });

  test(`with SMS and another account, only what needs a device or waiting is not seen in the profile ${profile}`, async (t) => {
    const { sandbox, url } = await serve(t, { profile });
    const args = ["--send-sms", phoneNumber];
    const result = await probe(t, url, { args, environment: otherAccount, onPrompt: typePins(sandbox, phoneNumber) });
    assert.equal(result.code, 0, result.stdout);
    const unseen = rulesOf(result, "not seen");
    assert.ok(
      unseen.every((rule) => /the probe (has no device|does not wait)/.test(rule)),
      unseen.join("\n"),
    );
    assert.equal(unseen.length, 6);
    assert.match(result.stdout, /^28 confirmed, 6 not seen, 0 contradicted\.$/m);
    assert.match(result.stdout, new RegExp(`^Profile: ${profile}, which fits all 12 differences\\.$`, "m"));
    assert.equal(sandbox.inbox.messages(phoneNumber).length, 3);
    assert.equal(countResources(sandbox), 0);
  });
}

test("no SMS is sent without consent, and --yes gives it", async (t) => {
  const { sandbox, url } = await serve(t);
  const args = ["--send-sms", phoneNumber];
  for (const answer of ["n", undefined]) {
    const result = await probe(t, url, { args, onPrompt: () => answer });
    assert.match(
      result.stderr,
      /Send up to 3 paid SMS to the number that ends with 55 by http:.*sends no SMS, since you did not confirm it\n$/s,
    );
    assert.ok(!result.stderr.includes(phoneNumber));
    assert.equal(result.code, 0);
  }
  assert.equal(sandbox.inbox.messages().length, 0);
  const { stderr } = await probe(t, url, { args: [...args, "--yes"] });
  assert.doesNotMatch(stderr, /paid/);
  assert.equal(sandbox.inbox.messages().length, 1);
  assert.equal(countResources(sandbox), 0);
});

test("a start without a clear response ends the SMS part, and no SMS is sent twice", async (t) => {
  const { sandbox, url } = await serve(t);
  sandbox.faults.next({ kind: "truncated" }, { method: "POST", path: /auth$/, times: 2 });
  // The first fault is for the start for an unknown user.
  const { code, stdout } = await probe(t, url, {
    args: ["--send-sms", phoneNumber, "--yes"],
    onPrompt: typePins(sandbox, phoneNumber),
  });
  assert.equal(sandbox.inbox.messages().length, 1);
  assert.equal(code, 3);
  assert.match(stdout, /"start by SMS" failed/);
  assert.equal(countResources(sandbox), 0);
});

test("a PIN with other characters is asked for again", async (t) => {
  const { sandbox, url } = await serve(t);
  const type = typePins(sandbox, phoneNumber);
  let count = 0;
  const onPrompt = (prompts) => ((count += 1) === 1 ? "abc" : type(prompts));
  const { stdout } = await probe(t, url, { args: ["--send-sms", phoneNumber, "--yes"], onPrompt });
  assert.match(stdout, /^26 confirmed, 8 not seen, 0 contradicted\.$/m);
});

test("the transcript is redacted, and only its owner can read it", async (t) => {
  const { sandbox, url } = await serve(t);
  const file = temporaryFile(t);
  const args = ["--send-sms", phoneNumber, "--transcript", file];
  const { code, stdout, stderr } = await probe(t, url, {
    args,
    environment: otherAccount,
    onPrompt: typePins(sandbox, phoneNumber),
  });
  assert.equal(code, 0);
  assert.equal(statSync(file).mode & 0o777, 0o600);
  const text = readFileSync(file, "utf8");
  assert.ok(text.startsWith(stdout.trimEnd().split("\n")[0]));
  assert.match(text, /^> x-service-auth: USERNAME:PASSWORD$/m);
  assert.match(text, /^> x-service-auth: OTHER-USERNAME:OTHER-PASSWORD$/m);
  assert.match(text, /^> PUT \/v1\/service\/service\/SERVICE-1\/users\/USER-\d\/auth$/m);
  // The tokens of the calls without an authentication are constants, and all others PINs, also the wrong ones.
  const tokens = new Set([...text.matchAll(/^> {"token":(.*)}$/gm)].map(([, token]) => token));
  assert.deepEqual([...tokens], ['"000000"', "100000", '"PIN"', "PIN"]);
  const pins = sandbox.inbox.messages().map(({ pin }) => pin);
  const secrets = [
    "account-name",
    "account-secret",
    "other-name",
    "other-secret",
    phoneNumber,
    phoneNumber.slice(1),
    ...pins,
  ];
  for (const secret of secrets) {
    assert.ok(!text.includes(secret), secret);
    assert.ok(!(stdout + stderr).includes(secret), secret);
  }
  assert.doesNotMatch(text, /[\da-f]{8}-[\da-f]{4}-/);
});

test("secrets that a server repeats are redacted in the transcript and on the terminal", async (t) => {
  const rewriteResponse = ({ headers, ...response }, request) => {
    const message = `${request.headers["x-service-auth"]} ${request.body} \u001b[31m`;
    return response.status >= 400
      ? { headers, status: 418, text: JSON.stringify({ message }) }
      : { headers, ...response };
  };
  const { sandbox, url } = await serve(t, {}, { rewriteResponse });
  const file = temporaryFile(t);
  const args = ["--send-sms", phoneNumber, "--transcript", file];
  const { code, stdout } = await probe(t, url, { args, onPrompt: typePins(sandbox, phoneNumber) });
  assert.equal(code, 1);
  const text = stdout + readFileSync(file, "utf8");
  for (const secret of [
    "account-name",
    "account-secret",
    phoneNumber,
    "\u001b",
    ...sandbox.inbox.messages().map(({ pin }) => pin),
  ]) {
    assert.ok(!text.includes(secret), secret);
  }
});

test("an existing transcript is kept, and nothing is sent", async (t) => {
  const { sandbox, url } = await serve(t);
  const file = temporaryFile(t);
  writeFileSync(file, "kept");
  const { code, stderr } = await probe(t, url, { args: ["--transcript", file] });
  assert.deepEqual([code, stderr], [2, `verigator probe: --transcript: ${file} exists already\n`]);
  assert.equal(readFileSync(file, "utf8"), "kept");
  assert.equal(sandbox.requests.length, 0);
});

test("wrong usage exits with code 2 and one line, which quotes no secret", async (t) => {
  const cases = [
    [{ args: ["--speed"] }, /^verigator probe: Unknown option '--speed'; `verigator probe --help` lists the flags\n$/],
    [{ args: ["my-secret"] }, /^verigator probe: expected only flags; [^\n]*\n$/],
    [
      { args: ["--base-url", "http://api.verigator.com"] },
      /^verigator probe: --base-url: expected an https URL, or an http URL of a loopback host\n$/,
    ],
    [
      { args: ["--base-url", "https://a:my-secret@api.verigator.com"] },
      /^verigator probe: --base-url: expected a URL without credentials[^\n]*\n$/,
    ],
    [{ args: ["--send-sms", "5555"] }, /^verigator probe: --send-sms: expected a phone number with a plus[^\n]*\n$/],
    [{ args: ["--timeout-ms", "0"] }, /^verigator probe: --timeout-ms: expected a number from 1 to 999999\n$/],
    [
      { args: ["--transcript", "no/such/folder"] },
      /^verigator probe: --transcript: no\/such\/folder could not be created \(ENOENT\)\n$/,
    ],
    [
      { environment: { VERIGATOR_PASSWORD: "" } },
      /^verigator probe: VERIGATOR_PASSWORD: expected an environment variable[^\n]*\n$/,
    ],
    [
      { environment: { VERIGATOR_PASSWORD: "my-secret\n" } },
      /^verigator probe: VERIGATOR_PASSWORD: expected printable ASCII[^\n]*\n$/,
    ],
    [
      { environment: { VERIGATOR_USERNAME: "my-secret:" } },
      /^verigator probe: VERIGATOR_USERNAME: expected a username without a colon\n$/,
    ],
    [
      { environment: { VERIGATOR_OTHER_USERNAME: "a" } },
      /^verigator probe: VERIGATOR_OTHER_PASSWORD: expected an environment variable[^\n]*\n$/,
    ],
  ];
  for (const [options, message] of cases) {
    const { code, stdout, stderr } = await probe(t, undefined, options);
    assert.deepEqual([code, stdout], [2, ""], stderr);
    assert.match(stderr, message);
    assert.doesNotMatch(stderr, /my-secret/);
  }
});

test("help lists every flag, environment variable and exit code", async (t) => {
  const { code, stdout } = await probe(t, undefined, { args: ["--help"], environment: { VERIGATOR_USERNAME: "" } });
  assert.equal(code, 0);
  const words = [
    "--base-url ",
    "--send-sms ",
    "--yes ",
    "--transcript ",
    "--timeout-ms ",
    "--help ",
    "VERIGATOR_USERNAME",
    "VERIGATOR_OTHER_PASSWORD",
  ];
  for (const word of [...words, "\n  0 ", "\n  1 ", "\n  2 ", "\n  3 ", "\n  4 ", "\n  130 "])
    assert.ok(stdout.includes(word), word);
});

test("rejected credentials exit with code 3 and create nothing", async (t) => {
  const { sandbox, url } = await serve(t, { password: "another" });
  const { code, stdout, stderr } = await probe(t, url);
  assert.deepEqual([code, stdout], [3, ""]);
  assert.match(stderr, /^verigator probe: the credentials are rejected: 401 {"message":"wrong credentials[^\n]*\n$/);
  assert.deepEqual(
    sandbox.requests.map(({ status }) => status),
    [401],
  );
});

test("a server that cannot be reached exits with code 3", async (t) => {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  await once(server, "close");
  const { code, stdout, stderr } = await probe(t, `http://127.0.0.1:${port}`);
  assert.deepEqual([code, stdout], [3, ""]);
  assert.match(stderr, /^verigator probe: could not reach http:\/\/127\.0\.0\.1:\d+: ECONNREFUSED[^\n]*\n$/);
});

test("a redirect is reported and not followed", async (t) => {
  const { sandbox, url } = await serve(t);
  const target = await serve(t);
  sandbox.faults.next({ kind: "redirect", location: `${target.url}/` });
  const { code, stderr } = await probe(t, url);
  assert.equal(code, 3);
  assert.match(stderr, /status 302, a redirect, which is not followed/);
  assert.equal(target.sandbox.requests.length, 0);
});

test("a space is probed by its URL", async (t) => {
  const { url } = await serve(t);
  const { code, stdout } = await probe(t, `${url}/spaces/probe/`);
  assert.equal(code, 0);
  assert.match(stdout, /^17 confirmed, 17 not seen, 0 contradicted\.$/m);
});
