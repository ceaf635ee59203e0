import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { probe, serve, typePins } from "./probe-process.mjs";
import { run } from "./server-process.mjs";

const api = ["--api", "number-verification"];
const environment = { MESSENTE_USERNAME: "account-name", MESSENTE_PASSWORD: "account-secret" };
const number = "+46701740606";

function temporaryFile(t) {
  const folder = mkdtempSync(join(tmpdir(), "verigator-probe-"));
  t.after(() => rmSync(folder, { recursive: true }));
  return join(folder, "transcript.txt");
}

const linesOf = ({ stdout }, state) => stdout.split("\n").filter((line) => line.startsWith(state));

test("the probe confirms the rules of the Number Verification API without a message", async (t) => {
  const { sandbox, url } = await serve(t);
  const output = await probe(t, url, { args: api, environment });
  assert.deepEqual([output.code, output.stderr], [0, ""]);
  assert.equal(linesOf(output, "confirmed").length, 12);
  assert.match(output.stdout, /12 confirmed, 0 contradicted, 0 failed\.\n$/);
  assert.deepEqual(sandbox.inbox.messages(), []);
});

test("with --send-sms it sends one message and checks the PIN that is typed", async (t) => {
  const { sandbox, url } = await serve(t);
  const args = [...api, "--send-sms", number];
  const output = await probe(t, url, { args, environment, onPrompt: typePins(sandbox, number) });
  assert.equal(output.code, 0, output.stdout);
  assert.equal(linesOf(output, "confirmed").length, 16);
  const messages = sandbox.inbox.messages();
  assert.equal(messages.length, 1);
  for (const secret of ["account-", number, messages[0].pin])
    assert.ok(!output.stdout.includes(secret), `expected no ${secret} in ${output.stdout}`);
});

test("a contradicted rule is named with the reply, without what is secret", async (t) => {
  const rewriteResponse = (response, { url }) =>
    url.includes("/v1/")
      ? { ...response, status: 404, text: "no account-secret here" }
      : { ...response, text: `${response.text}\n` };
  const { url } = await serve(t, {}, { rewriteResponse });
  const output = await probe(t, url, { args: api, environment });
  assert.equal(output.code, 1);
  assert.deepEqual(linesOf(output, "contradicted"), [
    "contradicted  a reply has status 200, `text/plain` and no line break: received 200 text/plain, a line break",
    "contradicted  the prefix `/v1` is accepted: received status 404",
  ]);
});

test("an API that accepts a template without a placeholder sends one message at most", async (t) => {
  const rewriteRequest = (request) => ({ ...request, url: request.url.replace(/template=[^&]*/, "") });
  const { sandbox, url } = await serve(t, {}, { rewriteRequest });
  const output = await probe(t, url, { args: api, environment });
  assert.equal(output.code, 1);
  assert.match(output.stdout, /a template without `<PIN>` gives `ERROR 109`: received OK vid/);
  assert.equal(sandbox.inbox.messages().length, 1);
});

test("a server that is unable to respond contradicts nothing, and ends it after three requests", async (t) => {
  const rewriteResponse = (response, { url }) =>
    url.includes("/verify/pin?") ? response : { status: 503, headers: { "retry-after": "7" }, text: "" };
  const { url } = await serve(t, {}, { rewriteResponse });
  const output = await probe(t, url, { args: api, environment });
  assert.equal(output.code, 3);
  assert.deepEqual(linesOf(output, "contradicted"), []);
  assert.equal(linesOf(output, "failed").length, 3);
  assert.match(output.stdout, /: status 503, Retry-After 7$/m);
  assert.match(output.stdout, /Ended early: 3 requests failed\.\n$/);
});

test("the transcript has every exchange, and no secret in any of its forms", async (t) => {
  const { sandbox, url } = await serve(t, { password: "s3cret & (more)" });
  const file = temporaryFile(t);
  const args = [...api, "--send-sms", number, "--yes", "--transcript", file];
  const secret = { ...environment, MESSENTE_PASSWORD: "s3cret & (more)" };
  const output = await probe(t, url, { args, environment: secret, onPrompt: typePins(sandbox, number) });
  assert.equal(output.code, 0, output.stdout);
  const text = readFileSync(file, "utf8");
  assert.match(
    text,
    /^> POST \/verify\/pin\?username=USERNAME&password=PASSWORD&verification_id=VERIFICATION-1&pin=PIN$/m,
  );
  assert.match(text, /^< VERIFIED$/m);
  const [{ pin }] = sandbox.inbox.messages();
  for (const secret of ["account-", "s3cret", number.slice(1), pin])
    assert.ok(!text.includes(secret), `expected no ${secret} in ${text}`);
});

test("rejected credentials and an API that cannot be reached end it early, without the URL's query", async (t) => {
  const { url } = await serve(t);
  const wrong = await probe(t, url, {
    args: api,
    environment: { ...environment, MESSENTE_PASSWORD: "canary-password" },
  });
  assert.equal(wrong.code, 3);
  assert.match(wrong.stdout, /Ended early: the credentials are rejected\.\n$/);
  const unreachable = await probe(t, "http://127.0.0.1:1", { args: api, environment });
  assert.equal(unreachable.code, 3);
  assert.match(unreachable.stdout, /Ended early: could not reach http:\/\/127\.0\.0\.1:1: /);
  assert.doesNotMatch(wrong.stdout + unreachable.stdout, /canary|account-|verify\//);
});

test("an unknown API and missing credentials are refused", async (t) => {
  const unknown = await run("probe", "--api", "sms");
  assert.deepEqual([unknown.code, unknown.stdout], [2, ""]);
  assert.match(unknown.stderr, /--api: expected verigator or number-verification/);
  const missing = await probe(t, undefined, { args: api });
  assert.equal(missing.code, 2);
  assert.match(missing.stderr, /MESSENTE_USERNAME: expected an environment variable/);
});
