import assert from "node:assert/strict";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { watch } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { createApiClient } from "./api-client.mjs";
import { firstLines, run, runUntil, serve } from "./server-process.mjs";

const folders = [];

// Not after each test, since a server that ends with the test may still write to the folder.
after(() => folders.forEach((folder) => rmSync(folder, { recursive: true })));

function temporaryFolder() {
  const folder = mkdtempSync(join(tmpdir(), "verigator-sandbox-"));
  folders.push(folder);
  return folder;
}

test("invalid flags exit with code 2 and one line that names the flag", async () => {
  const cases = [
    [["--port", "70000"], /^verigator sandbox: --port: expected a number from 0 to 65535, got 70000\n$/],
    [["--port"], /^verigator sandbox: Option '--port <value>' argument missing.*\n$/],
    [["--speed", "9"], /^verigator sandbox: Unknown option '--speed'.*\n$/],
    [["extra"], /^verigator sandbox: Unexpected argument 'extra'.*\n$/],
    [["--seed", "1.5"], /^verigator sandbox: --seed: expected an integer, got 1\.5\n$/],
    [["--now", "soon"], /^verigator sandbox: --now: expected a time.*, got soon\n$/],
    [["--pin", "+3725555555"], /^verigator sandbox: --pin: expected NUMBER=PIN, as in \+46701740605=123456\n$/],
    [["--pin", "+3725555555=12345"], /^verigator sandbox: --pin: expected PINs of 6 digits\n$/],
    [["--pin", "5555=123456"], /^verigator sandbox: --pin: expected a phone number: [^\n]*\n$/],
    [["--seed-file", "no/such/file"], /^verigator sandbox: --seed-file: no\/such\/file could not be read .*\n$/],
    [["--profile", "live"], /^verigator sandbox: profile: expected docs or sdk, got another string\n$/],
    [["--host", "0.0.0.0"], /^verigator sandbox: --host: .*--yes-expose.*\n$/],
    [["--static", "no/such/folder"], /^verigator sandbox: --static: expected a folder, got no\/such\/folder\n$/],
    [["--static", `${import.meta.filename}/folder`], /^verigator sandbox: --static: expected a folder, got [^\n]*\n$/],
    [["--data", `${import.meta.filename}/state.json`], /^verigator sandbox: --data: .* could not be written .*\n$/],
    [["--data", "."], /^verigator sandbox: --data: \. could not be read .*\n$/],
    [["--data", "no/such/folder/state.json"], /^verigator sandbox: --data: .* could not be written .*\n$/],
  ];
  for (const [flags, message] of cases) {
    const { code, stdout, stderr } = await run("sandbox", ...flags);
    assert.deepEqual([code, stdout], [2, ""], flags.join(" "));
    assert.match(stderr, message);
  }
});

test("a port in use exits with code 2 and one line", async (t) => {
  const other = createServer().listen(0, "127.0.0.1");
  await once(other, "listening");
  t.after(() => other.close());
  const { code, stderr } = await run("sandbox", "--port", String(other.address().port));
  assert.equal(code, 2);
  assert.match(
    stderr,
    /^verigator sandbox: could not listen on 127\.0\.0\.1, port \d+: the port is in use; choose another with --port\n$/,
  );
});

test("help lists every flag and command, and an unknown command is rejected", async () => {
  const { code, stdout } = await run("sandbox", "--help");
  assert.equal(code, 0);
  for (const flag of [
    "port",
    "host",
    "yes-expose",
    "allowed-host",
    "username",
    "password",
    "profile",
    "seed",
    "seed-file",
    "pin",
    "sender",
    "now",
    "data",
    "static",
    "quiet",
    "json",
  ]) {
    assert.ok(stdout.includes(`--${flag} `), flag);
  }
  const { stdout: commands } = await run("--help");
  assert.match(commands, /^  sandbox  .*\n  probe    /m);
  for (const args of [[], ["-h"], ["help"]]) assert.equal((await run(...args)).stdout, commands);
  for (const command of ["sandbox", "probe"])
    assert.equal((await run(command, "-h")).stdout, (await run(command, "--help")).stdout);
  for (const flag of ["--version", "-V"]) assert.match((await run(flag)).stdout, /^\d+\.\d+\.\d+\n$/);
  assert.equal((await run("gateway")).code, 2);
});

test("the state file is complete after SIGTERM and SIGINT", async (t) => {
  const file = join(temporaryFolder(), "state.json");
  for (const [signal, name] of [
    ["SIGTERM", "ann"],
    ["SIGINT", "ben"],
  ]) {
    const server = await serve(t, "--data", file);
    await createApiClient(server, server.url).register("+3725555555", name);
    const snapshot = await server.control("GET", "snapshot");
    assert.equal(await server.end(signal), 0);
    assert.deepEqual(JSON.parse(readFileSync(file, "utf8")), snapshot);
  }
  const server = await serve(t, "--data", file);
  const { requests } = await server.control("GET", "requests");
  assert.equal(requests.length, 4);
});

test("after SIGKILL the state file is intact", async (t) => {
  const file = join(temporaryFolder(), "state.json");
  for (let round = 0; round < 3; round += 1) {
    const server = await serve(t, "--data", file);
    const { call } = createApiClient(server, server.url);
    for (let number = 0; number < 100 * (round + 1); number += 1) {
      await call("POST", "", { fqdn: `${round}-${number}.example`, name: "A" });
    }
    await server.end("SIGKILL");
    assert.equal(JSON.parse(readFileSync(file, "utf8")).format, "verigator-sandbox");
  }
  const server = await serve(t, "--data", file);
  assert.ok(Array.isArray((await server.control("GET", "requests")).requests));
});

test("flags take precedence over the state file", async (t) => {
  const file = join(temporaryFolder(), "state.json");
  const first = await serve(t, "--data", file, "--now", "2026-01-01T00:00:00Z", "--profile", "sdk");
  await first.end("SIGTERM");
  const second = await serve(t, "--data", file);
  assert.deepEqual(await second.control("GET", "clock"), { now: "2026-01-01T00:00:00.000Z", running: false });
  assert.deepEqual(await second.control("GET", "profile"), { profile: "sdk" });
  await second.end("SIGTERM");
  const third = await serve(t, "--data", file, "--now", "2027-01-01T00:00:00Z", "--profile", "docs");
  assert.equal((await third.control("GET", "clock")).now, "2027-01-01T00:00:00.000Z");
  assert.deepEqual(await third.control("GET", "profile"), { profile: "docs" });
});

test("an invalid state file is rejected and left unchanged", async (t) => {
  const file = join(temporaryFolder(), "state.json");
  for (const [text, reason] of [
    ["", "invalid JSON"],
    ["{", "invalid JSON"],
    ["{}", "snapshot: expected a snapshot of a sandbox"],
  ]) {
    writeFileSync(file, text);
    const { code, stderr } = await run("sandbox", "--port", "0", "--data", file);
    assert.equal(code, 2);
    assert.ok(stderr.includes(`does not contain a valid state (${reason}`), stderr);
    assert.equal(stderr.trimEnd().split("\n").length, 1);
    assert.equal(readFileSync(file, "utf8"), text);
  }
});

test("a static folder is served beside the API, and nothing outside of it", async (t) => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, "index.html"), "<h1>page</h1>");
  writeFileSync(join(folder, "page.js"), "export {};");
  const server = await serve(t, "--static", folder);
  const page = await fetch(`${server.url}/`);
  assert.deepEqual([page.headers.get("content-type"), await page.text()], ["text/html;charset=utf-8", "<h1>page</h1>"]);
  const script = await fetch(`${server.url}/page.js?v=1`);
  assert.equal(script.headers.get("content-type"), "text/javascript;charset=utf-8");
  const head = await fetch(`${server.url}/`, { method: "HEAD" });
  assert.deepEqual([head.status, await head.text()], [200, ""]);
  for (const path of [
    "/missing.js",
    "/..%2f..%2f..%2fetc/passwd",
    "/%2e%2e/%2e%2e/etc/passwd",
    "/%ff",
    "/page.js%00",
  ]) {
    assert.equal((await fetch(server.url + path)).status, 404, path);
  }
  assert.equal((await fetch(`${server.url}/_sandbox/settings`)).status, 200);
});

test("the text output starts with the URL, the credentials and a curl command for each API", async (t) => {
  const [first, second, third, fourth] = await firstLines(t, 4, "--port", "0", "--password", "it's");
  const [, url] = /^Verigator sandbox at (http:\/\/127\.0\.0\.1:\d+)$/.exec(first);
  assert.equal(second, "username sandbox, password it's");
  const data = `'{"fqdn":"coffeeshop.com","name":"Coffee Shop"}'`;
  const parameters = ["'username=sandbox'", "'password=it'\\''s'", "'to=+46701740605'", "'max_tries=1'"];
  const query = parameters.map((parameter) => `--data-urlencode ${parameter}`).join(" ");
  assert.equal(third, `Number Verification: curl ${url}/verify/start -X POST -G ${query}`);
  assert.equal(
    fourth,
    `Verigator:           curl ${url}/v1/service/service -H 'X-Service-Auth: sandbox:it'\\''s' -d ${data}`,
  );
});

test("quiet prints nothing", async (t) => {
  const folder = temporaryFolder();
  const changes = watch(folder)[Symbol.asyncIterator]();
  const change = changes.next();
  const output = runUntil(change, "sandbox", "--port", "0", "--quiet", "--data", join(folder, "state.json"));
  assert.deepEqual(await output, { stdout: "", stderr: "" });
  await changes.return();
});

test("the seed file of the README is there at the start, in new spaces and after a reset", async (t) => {
  const readme = readFileSync(join(import.meta.dirname, "../../sandbox/README.md"), "utf8");
  const [, text] = /^```json\n([^]*?)^```$/m.exec(readme);
  const file = join(temporaryFolder(), "seed.json");
  writeFileSync(file, text);
  const server = await serve(t, "--seed-file", file);
  const [service] = JSON.parse(text).services;
  const [user] = service.users;
  const path = `/${service.id}/users/${user.id}/auth`;
  for (const url of [server.url, `${server.url}/spaces/a`]) {
    const { call } = createApiClient(server, url);
    assert.deepEqual((await call("POST", path, { method: "totp" })).body, { method: "totp" });
    await fetch(`${url}/_sandbox/reset`, { method: "POST" });
    assert.equal((await call("POST", path, { method: "sms" })).status, 201);
    assert.equal((await call("PUT", path, { token: "123456" })).body.verified, true);
  }
});

test("a snapshot is a seed file", async (t) => {
  const file = join(temporaryFolder(), "seed.json");
  const first = await serve(t);
  await createApiClient(first, first.url).register("+3725555555");
  const snapshot = await first.control("GET", "snapshot");
  writeFileSync(file, JSON.stringify(snapshot));
  const second = await serve(t, "--seed-file", file);
  assert.deepEqual(await second.control("GET", "snapshot"), snapshot);
});

test("an invalid seed file exits with code 2 and one line that names the JSON path, and creates no state file", async () => {
  const folder = temporaryFolder();
  const file = join(folder, "seed.json");
  const user = { username: "ann", phoneNumber: "5555" };
  const cases = [
    ["", "seed: expected JSON, got a syntax error at line 1, column 0"],
    ['{\n  "pins": { "+3725555555": 12345', "seed: expected JSON, got a syntax error at line 2, column 32"],
    ["[]", "seed: expected a JSON object"],
    [
      JSON.stringify({ services: [{ fqdn: "a.com", name: "A", users: [user] }] }),
      "services[0].users[0].phoneNumber: expected a phone number",
    ],
    [JSON.stringify({ pins: { "+3725555555": "12" } }), "pins: expected PINs of 6 digits"],
    [JSON.stringify({ format: "verigator-sandbox", version: 1 }), "snapshot: invalid at "],
  ];
  for (const [text, message] of cases) {
    writeFileSync(file, text);
    const { code, stdout, stderr } = await run(
      "sandbox",
      "--port",
      "0",
      "--seed-file",
      file,
      "--data",
      join(folder, "state.json"),
    );
    assert.deepEqual([code, stdout], [2, ""], text);
    assert.ok(stderr.startsWith(`verigator sandbox: --seed-file: ${file}: ${message}`), stderr);
    assert.equal(stderr.trimEnd().split("\n").length, 1);
    assert.ok(!existsSync(join(folder, "state.json")));
  }
});

test("a state file takes precedence over the seed file, and --pin over both", async (t) => {
  const folder = temporaryFolder();
  const [seed, state] = [join(folder, "seed.json"), join(folder, "state.json")];
  writeFileSync(seed, JSON.stringify({ services: [{ fqdn: "a.com", name: "A" }], pins: { "+3725555555": "111111" } }));
  const first = await serve(t, "--seed-file", seed, "--data", state);
  await first.control("PUT", "pins", { pins: { "+3726666666": "222222" } });
  await first.end("SIGTERM");
  const second = await serve(t, "--seed-file", seed, "--data", state, "--pin", "+3727777777=333333");
  const { pins } = await second.control("GET", "pins");
  assert.deepEqual(pins, { "+3726666666": "222222", "+3727777777": "333333" });
});
