import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import {
  existsSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { request } from "node:http";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { after, test } from "node:test";
import { Sandbox } from "verigator/sandbox";
import { createApiClient } from "./api-client.mjs";
import { bin, run, serve, start } from "./server-process.mjs";

const folders = [];

// Not after each test, since a server that ends with the test may still write to the folder.
after(() => folders.forEach((folder) => rmSync(folder, { recursive: true })));

function temporaryFolder() {
  const folder = mkdtempSync(join(tmpdir(), "verigator-safety-"));
  folders.push(folder);
  return folder;
}

/** Sends the head of a request without its body and returns the response. */
async function sendHead(url, { method = "POST", path = "/_sandbox/seed", headers }) {
  const outgoing = request(url, { method, path, headers });
  outgoing.on("error", () => {});
  outgoing.flushHeaders();
  const [incoming] = await once(outgoing, "response");
  const text = Buffer.concat(await incoming.toArray()).toString();
  outgoing.destroy();
  return { status: incoming.statusCode, headers: incoming.headers, message: JSON.parse(text).message };
}

test("requests of foreign hosts and origins are rejected before their body is sent", async (t) => {
  const { url } = await serve(t);
  for (const headers of [{ host: "evil.example" }, { origin: "https://evil.example" }]) {
    const response = await sendHead(url, { headers: { ...headers, "content-length": 256 * 1024 * 1024 } });
    assert.equal(response.status, 403);
    assert.equal(response.headers.connection, "close");
  }
});

test("bodies are limited to 1 MiB for the API and to 64 MiB for the control API, before they are sent", async (t) => {
  const server = await serve(t);
  const tooLarge = (mib) => ({ "content-length": mib * 1024 * 1024 + 1 });
  const cases = [
    ["/v1/service/service", 1],
    ["/spaces/a/v1/service/service", 1],
    ["/_sandbox/snapshot", 64],
    ["/spaces/a/_sandbox/seed", 64],
  ];
  for (const [path, mib] of cases) {
    const response = await sendHead(server.url, { path, headers: tooLarge(mib) });
    assert.deepEqual(
      [response.status, response.message],
      [413, `expected a body of at most ${mib} MiB, got a larger one`],
    );
  }
  const unknownField = "a".repeat(1024 * 1024 - 100);
  const { call } = createApiClient(server, server.url);
  assert.equal((await call("POST", "", { fqdn: "a.example", name: "A", unknownField })).status, 201);
  assert.equal((await call("GET", "/unknown")).status, 404);
});

test("a body of unknown length is rejected at its limit, before its end", async (t) => {
  const { url } = await serve(t);
  const socket = connect(new URL(url).port, "127.0.0.1");
  socket.on("error", () => {});
  socket.write("POST /v1/service/service HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n");
  for (let count = 0; count < 17; count += 1) socket.write(`10000\r\n${"a".repeat(65_536)}\r\n`);
  const [data] = await once(socket, "data");
  assert.match(String(data), /^HTTP\/1\.1 413 /);
  socket.destroy();
});

test("static files are served only for allowed hosts, without dotfiles and links out of the folder", async (t) => {
  const root = temporaryFolder();
  const folder = join(root, "public");
  mkdirSync(join(folder, ".git"), { recursive: true });
  writeFileSync(join(root, "secret.txt"), "secret");
  for (const name of ["page.html", ".env", ".git/config"]) writeFileSync(join(folder, name), name);
  symlinkSync(join(root, "secret.txt"), join(folder, "out.txt"));
  symlinkSync(root, join(folder, "parent"));
  symlinkSync(join(folder, ".env"), join(folder, "env.txt"));
  symlinkSync(join(folder, "page.html"), join(folder, "link.html"));
  const { url } = await serve(t, "--static", folder);
  for (const path of ["/page.html", "/link.html"]) {
    assert.equal((await fetch(url + path)).status, 200, path);
  }
  for (const path of ["/.env", "/.git/config", "/%2eenv", "/out.txt", "/parent/secret.txt", "/env.txt"]) {
    assert.equal((await fetch(url + path)).status, 404, path);
  }
  assert.equal(
    (await sendHead(url, { method: "GET", path: "/page.html", headers: { host: "evil.example" } })).status,
    403,
  );
});

test("an unread event stream fails after a megabyte", async () => {
  const sandbox = new Sandbox();
  const { body } = await sandbox.fetch("http://localhost/_sandbox/events");
  const { call } = createApiClient(sandbox);
  const path = `/${"a".repeat(100_000)}`;
  for (let count = 0; count < 15; count += 1) await call("GET", path);
  const reader = body.getReader();
  await assert.rejects(async () => {
    for (;;) await reader.read();
  }, /more than 1048576 bytes behind/);
  assert.equal((await call("GET", path)).status, 404);
});

test("the server closes an unread event stream and continues to serve", async (t) => {
  const server = await serve(t);
  const socket = connect(new URL(server.url).port, "127.0.0.1");
  t.after(() => socket.destroy());
  socket.write(`GET /_sandbox/events HTTP/1.1\r\nHost: localhost\r\n\r\n`);
  await once(socket, "readable");
  // Not read from now on, so the buffers of the kernel and of the stream fill up, by 15 KB for each request.
  const closed = once(socket, "close");
  const { call } = createApiClient(server, server.url);
  const path = `/${"a".repeat(15_000)}`;
  for (let count = 0; count < 50; count += 1) await Promise.all(Array.from({ length: 40 }, () => call("GET", path)));
  socket.resume();
  socket.on("error", () => {});
  await closed;
  assert.equal((await call("GET", "/unknown")).status, 404);
});

test("a second server cannot use the state file of the first, and a lock of a killed one is taken over", async (t) => {
  const file = join(temporaryFolder(), "state.json");
  const first = await serve(t, "--data", file);
  const second = await run("sandbox", "--port", "0", "--data", file);
  assert.equal(second.code, 2);
  assert.match(
    second.stderr,
    /^verigator sandbox: --data: \S+ is in use by process \d+; if that is not a sandbox, delete \S+\.lock\n$/,
  );
  await first.end("SIGKILL");
  assert.ok(existsSync(`${file}.lock`));
  const third = await serve(t, "--data", file);
  assert.equal(await third.end("SIGTERM"), 0);
  assert.ok(!existsSync(`${file}.lock`));
});

test("the state file is private, replaced by a new one, and follows a symbolic link", async (t) => {
  const folder = temporaryFolder();
  const [file, link] = [join(folder, "state.json"), join(folder, "link.json")];
  const first = await serve(t, "--data", file);
  await first.end("SIGTERM");
  assert.equal(statSync(file).mode & 0o777, 0o600);
  const previous = join(temporaryFolder(), "previous.json");
  linkSync(file, previous);
  const content = readFileSync(file, "utf8");
  symlinkSync(file, link);
  writeFileSync(`${file}.00000000-0000-0000-0000-000000000000.tmp`, "unfinished");
  const second = await serve(t, "--data", link);
  await createApiClient(second, second.url).register("+3725555555");
  await second.end("SIGTERM");
  assert.notEqual(statSync(file).ino, statSync(previous).ino);
  assert.equal(readFileSync(previous, "utf8"), content);
  assert.equal(JSON.parse(readFileSync(file, "utf8")).state.directory.users.length, 1);
  assert.deepEqual(readdirSync(folder).sort(), ["link.json", "state.json"]);
});

test("a full disk is reported on stderr, in responses of the control API and by the exit code, and the last state is kept", async (t) => {
  const file = join(temporaryFolder(), "state.json");
  const server = await serve(t, "--data", file);
  await server.end("SIGTERM");
  const before = readFileSync(file, "utf8");
  // A limit on the size of files emulates the full disk: 16 blocks of 512 bytes.
  const child = spawn(
    "sh",
    ["-c", 'ulimit -f 16; exec "$@"', "sh", process.execPath, bin, "sandbox", "--port", "0", "--json", "--data", file],
    { stdio: ["ignore", "pipe", "pipe"] },
  );
  const exited = once(child, "exit");
  t.after(() => child.kill("SIGKILL"));
  const errors = createInterface({ input: child.stderr })[Symbol.asyncIterator]();
  const [line] = await once(createInterface({ input: child.stdout }), "line");
  const account = JSON.parse(line);
  const { call } = createApiClient({ fetch, ...account }, account.url);
  for (let number = 0; number < 100; number += 1) {
    assert.equal((await call("POST", "", { fqdn: `${number}.example`, name: "A" })).status, 201);
  }
  const { value } = await errors.next();
  assert.match(value, /^verigator sandbox: the state could not be written to \S+ \(EFBIG: .*\)$/);
  const response = await fetch(`${account.url}/_sandbox/clock/resume`, { method: "POST" });
  assert.equal(response.status, 507);
  assert.match((await response.json()).message, /^the state could not be written to \S+ \(EFBIG: /);
  assert.equal((await fetch(`${account.url}/_sandbox/clock`)).status, 200);
  assert.equal((await fetch(`${account.url}/_sandbox/reset`, { method: "POST" })).status, 204);
  assert.match((await errors.next()).value, /the state is written to \S+ again$/);
  for (let number = 0; number < 100; number += 1) await call("POST", "", { fqdn: `${number}.example`, name: "A" });
  await errors.next();
  child.kill("SIGTERM");
  assert.equal((await exited)[0], 1);
  assert.equal(JSON.parse(readFileSync(file, "utf8")).format, JSON.parse(before).format);
});

test("headers that frame the response are rejected as faults", async (t) => {
  const server = await serve(t);
  for (const name of ["Content-Length", "Transfer-Encoding", "Connection"]) {
    const fault = { kind: "status", status: 500, headers: { [name]: "1" } };
    const { message } = await server.control("POST", "faults/next", { fault });
    assert.match(message, /^expected no headers that frame the response/);
  }
});

test("a pattern with catastrophic backtracking is ignored after 100 ms and does not block the server", async (t) => {
  const server = await start(t, ["sandbox", "--port", "0", "--json"]);
  const fault = { fault: { kind: "status", status: 500 }, match: { path: { pattern: "^/v1/(a|aa)+$" } }, times: 1000 };
  await server.control("POST", "faults/next", fault);
  const path = `/v1/${"a".repeat(100)}b`;
  for (let count = 0; count < 20; count += 1) {
    assert.equal((await fetch(server.url + path)).status, 401);
  }
  assert.match(
    await server.nextErrorLine(),
    /^verigator sandbox: the pattern of a fault took longer than 100 ms and is ignored from now on$/,
  );
});

test("patterns of faults work on the server as in the class", async (t) => {
  const server = await serve(t);
  const { call } = createApiClient(server, server.url);
  const fault = {
    fault: { kind: "status", status: 500 },
    match: { path: { pattern: "(?<=SERVICE)/[^/]+$", flags: "i" } },
  };
  await server.control("POST", "faults/next", fault);
  assert.equal((await call("GET", "/unknown/users")).status, 404);
  assert.equal((await call("GET", "/unknown")).status, 500);
  const { message } = await server.control("POST", "faults/next", {
    fault: { kind: "hang" },
    match: { path: { pattern: "(" } },
  });
  assert.equal(message, "expected a JavaScript regular expression");
});

test("an image of a foreign page creates no space and claims no message of an exposed server", async (t) => {
  const server = await serve(t, "--host", "0.0.0.0", "--yes-expose");
  const url = `http://127.0.0.1:${new URL(server.url).port}`;
  const send = async (path, headers) => {
    const outgoing = request(url + path, { headers: { host: "192.168.1.50:8787", ...headers } }).end();
    const [incoming] = await once(outgoing, "response");
    return {
      status: incoming.statusCode,
      caching: incoming.headers["cache-control"],
      text: Buffer.concat(await incoming.toArray()).toString(),
    };
  };
  const image = {
    accept: "image/avif,image/webp,image/*,*/*;q=0.8",
    referer: "http://evil.example/",
    "accept-language": "en",
  };
  for (const path of [
    "/spaces/forged/_sandbox/clock",
    "/spaces/forged/v1/x",
    "/_sandbox/inbox/next?to=%2B46701740605",
    "/v1/service/service",
  ]) {
    const { status, caching, text } = await send(path, image);
    assert.deepEqual([status, caching], [403, "no-store"], path);
    assert.match(JSON.parse(text).message, /^x-verigator-sandbox: expected this header/);
  }
  assert.deepEqual(JSON.parse((await send("/_sandbox/spaces", image)).text), { spaces: [] });
  assert.equal((await send("/spaces/mine/_sandbox/clock", { "x-verigator-sandbox": "1" })).status, 200);
  assert.equal((await send("/spaces/mine/v1/x", { "x-service-auth": "sandbox:sandbox" })).status, 404);
});

test("no response of the server may be kept by a cache, also of one that did not reach the sandbox", async (t) => {
  const { url } = await serve(t);
  const responses = [
    await fetch(`${url}/_sandbox/clock`),
    await fetch(`${url}/v1/unknown`),
    await fetch(`${url}/_sandbox/unknown`),
    await fetch(`${url}/spaces/a`, { redirect: "manual" }),
    await fetch(`${url}/_sandbox/clock`, {
      method: "OPTIONS",
      headers: { origin: "http://localhost:1", "access-control-request-method": "PUT" },
    }),
  ];
  for (const response of responses)
    assert.equal(response.headers.get("cache-control"), "no-store", `${response.status} ${response.url}`);
  const tooLarge = await sendHead(url, { headers: { "content-length": 256 * 1024 * 1024 } });
  assert.deepEqual([tooLarge.status, tooLarge.headers["cache-control"]], [413, "no-store"]);
});

test("control characters of names are escaped in the terminal", async (t) => {
  for (const flags of [[], ["--json"]]) {
    const { child, lines } = startRaw(t, ["sandbox", "--port", "0", ...flags]);
    const first = (await lines.next()).value;
    const url = flags.length > 0 ? JSON.parse(first).url : /http\S+/.exec(first)[0];
    const { call } = createApiClient({ fetch, username: "sandbox", password: "sandbox" }, url);
    const name = "A\u001b[31m\u0007\u009b2J\u202eevil\u{e0001}";
    const { body } = await call("POST", "", { fqdn: "a.example", name });
    const user = await call("POST", `/${body.id}/users`, { id_in_service: "ann", phone_number: "+3725555555" });
    await call("POST", `/${body.id}/users/${user.body.id}/auth`, { method: "sms" });
    let line;
    do line = (await lines.next()).value;
    while (!line.includes("PIN") && !line.includes('"sms"'));
    assert.doesNotMatch(line, /[\p{Cc}\p{Cf}]/u);
    assert.ok(line.includes("\\u001b[31m\\u0007\\u009b2J\\u202eevil\\udb40\\udc01"), line);
    child.kill("SIGKILL");
  }
});

function startRaw(t, args) {
  const child = spawn(process.execPath, [bin, ...args], { stdio: ["ignore", "pipe", "inherit"] });
  t.after(() => child.kill("SIGKILL"));
  return { child, lines: createInterface({ input: child.stdout })[Symbol.asyncIterator]() };
}

test("an exposed server still guards host and origin, with --allowed-host for names", async (t) => {
  const server = await serve(t, "--host", "0.0.0.0", "--yes-expose", "--allowed-host", "sandbox.internal");
  const { port } = new URL(server.url);
  const url = `http://127.0.0.1:${port}`;
  const status = async (headers) => {
    const outgoing = request(url, { path: "/_sandbox/clock", headers }).end();
    const [incoming] = await once(outgoing, "response");
    incoming.resume();
    return incoming.statusCode;
  };
  assert.equal(await status({ host: `sandbox.internal:${port}` }), 200);
  assert.equal(await status({ host: "10.0.0.5" }), 200);
  assert.equal(await status({ host: "10.0.0.5", origin: "http://10.0.0.5" }), 200);
  assert.equal(await status({ host: "evil.example" }), 403);
  assert.equal(await status({ host: "10.0.0.5", origin: "https://evil.example" }), 403);
  const { code, stderr } = await run("sandbox", "--allowed-host", "http://a.com");
  assert.equal(code, 2);
  assert.match(stderr, /^verigator sandbox: --allowed-host: expected host names without scheme and port/);
});
