/** The Number Verification API on the server, with its output, its state file and a connected sandbox. */
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { promisify } from "node:util";
import { NumberVerification } from "verigator";
import { connectSandbox } from "verigator/sandbox";
import { createCalls, number, pathOf } from "./number-verification/parameters.mjs";
import { firstLines, run, runUntil, serve } from "./server-process.mjs";

const folders = [];

// Not after each test, since a server that ends with the test may still write to the folder.
after(() => folders.forEach((folder) => rmSync(folder, { recursive: true })));

function temporaryFolder() {
  const folder = mkdtempSync(join(tmpdir(), "verigator-number-verification-"));
  folders.push(folder);
  return folder;
}

test("the server serves the API on its port, by GET and POST, and prints no query", async (t) => {
  const server = await serve(t, "--username", "canary-name", "--password", "canary-password");
  const path = pathOf("start", { to: number, max_tries: "1" }, server);
  const requests = [];
  for (const [method, target, init] of [
    ["POST", path],
    ["GET", path],
    ["POST", path, { headers: { "content-type": "application/json" }, body: "" }],
    ["GET", `/${path.replace("start?", "/start/?")}`],
    ["POST", `/spaces/a${path}`],
  ]) {
    const response = await fetch(server.url + target, { method, ...init });
    assert.deepEqual([response.status, response.headers.get("content-type")], [200, "text/plain"]);
    assert.match(await response.text(), /^OK vid\d{14}$/, `${method} ${target}`);
    assert.equal((await server.nextLine()).event, "sms");
    requests.push(await server.nextLine());
  }
  assert.deepEqual(
    requests.map(({ method, path, space }) => [method, path, space]),
    [
      ["POST", "/verify/start", undefined],
      ["GET", "/verify/start", undefined],
      ["POST", "/verify/start", undefined],
      ["GET", "//verify//start/", undefined],
      ["POST", "/verify/start", "a"],
    ],
  );
  const shown = JSON.stringify([requests, await server.control("GET", "requests")]);
  for (const secret of ["canary", "46701740605"]) assert.ok(!shown.includes(secret), secret);
});

test("the text output has the SMS, but no query", async () => {
  // The port is known before the output is read: another process may take it, but hardly in this moment.
  const folder = temporaryFolder();
  const port = await freePort();
  const flags = ["sandbox", "--port", String(port), "--password", "canary-password", "--data", join(folder, "a.json")];
  const url = `http://127.0.0.1:${port}`;
  const { stdout } = await runUntil(startAndVerify(url), ...flags);
  const lines = stdout.split("\n").slice(4);
  assert.match(lines[0], /^ {6}SMS to \+46701740605 from Verigator: PIN \d{4}$/);
  assert.match(lines[1], /^200 POST \/verify\/start \d+ ms$/);
  assert.match(lines[2], /^200 POST \/verify\/pin \d+ ms$/);
  assert.ok(!lines.join("\n").includes("canary"), stdout);
});

async function freePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Uses a server as soon as it listens. */
async function startAndVerify(url) {
  while (!(await fetch(`${url}/_sandbox/settings`).catch(() => undefined)));
  const { start, verify } = createCalls({ fetch, username: "sandbox", password: "canary-password" }, url);
  const id = await start({ max_tries: "1" });
  assert.equal(await verify({ verification_id: id, pin: "00000" }), "INVALID");
}

test("the command that the server prints first sends a PIN", async (t) => {
  const [, , command] = await firstLines(t, 3, "--port", "0", "--password", "it's & more");
  const [, curl] = /^Number Verification: (curl .*)$/.exec(command);
  const { stdout } = await promisify(execFile)("sh", ["-c", `${curl} --silent`]);
  assert.match(stdout, /^OK vid\d{14}$/);
});

test("--sender activates senders, and an empty one is refused", async (t) => {
  const server = await serve(t, "--sender", "Cafe", "--sender", "Bar");
  const { start } = createCalls(server, server.url);
  for (const from of ["Cafe", "Bar", "Verigator", "Verify"]) assert.match(await start({ from }), /^vid/, from);
  assert.equal(await start({ from: "Pub" }), "ERROR 111");
  const { code, stderr } = await run("sandbox", "--port", "0", "--sender", "");
  assert.equal(code, 2);
  assert.match(stderr, /^verigator sandbox: --sender: expected names that are not empty.*\n$/);
});

test("the paths of the API are never files", async (t) => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, "verify/start"), { recursive: true });
  writeFileSync(join(folder, "verify/start/index.html"), "a page");
  writeFileSync(join(folder, "verify/pin"), "a file");
  writeFileSync(join(folder, "verify/index.html"), "the site's own page");
  const server = await serve(t, "--static", folder);
  for (const path of ["/verify/start/", "/verify/pin", "//verify//pin"])
    assert.equal(await (await fetch(server.url + path)).text(), "ERROR 101", path);
  assert.equal(await (await fetch(`${server.url}/verify/`)).text(), "the site's own page");
});

test("the state file has a message that the API sent by itself", async (t) => {
  const file = join(temporaryFolder(), "state.json");
  const server = await serve(t, "--data", file);
  await createCalls(server, server.url).start({ retry_delay: "1", max_tries: "2" });
  for (const event of ["sms", "request", "sms"]) assert.equal((await server.nextLine()).event, event);
  assert.equal(await server.end("SIGTERM"), 0);
  const again = await serve(t, "--data", file);
  assert.equal((await again.control("GET", "inbox")).messages.length, 2);
  assert.ok(!readFileSync(file, "utf8").includes("password="));
});

test("the client works with a connected sandbox and its space", async (t) => {
  const { url } = await serve(t);
  const sandbox = await connectSandbox(url, { space: "a" });
  const messente = new NumberVerification(sandbox.username, sandbox.password, sandbox.clientOptions);
  assert.equal(messente.baseUrl, `${url}/spaces/a`);
  const { verificationId } = await messente.verifyNumber(number);
  const { pin } = await sandbox.inbox.waitFor(number, { timeoutMs: 60_000 });
  assert.deepEqual(await messente.verifyPin(verificationId, pin), { verified: true });
  assert.deepEqual(
    (await sandbox.requests()).map(({ path }) => path),
    ["/verify/start", "/verify/pin"],
  );
  assert.deepEqual(await (await connectSandbox(url)).requests(), []);
});
