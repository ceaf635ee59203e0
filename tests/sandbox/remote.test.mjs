import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { promisify } from "node:util";
import { Verigator } from "verigator";
import { connectSandbox } from "verigator/sandbox";
import { openWorker } from "../workerd/open.mjs";
import { createApiClient } from "./api-client.mjs";
import { serve } from "./server-process.mjs";

const number = "+3725555555";
const tools = join(import.meta.dirname, "../node_modules");
const newYear = Date.UTC(2026, 0, 1);

async function connect(t, space) {
  const server = await serve(t);
  const sandbox = await connectSandbox(server.url, space === undefined ? undefined : { space });
  return { server, sandbox, ...createApiClient({ fetch, ...sandbox }, sandbox.baseUrl) };
}

test("a remote sandbox has the base URL of its space and the credentials of the server", async (t) => {
  const server = await serve(t, "--username", "ann", "--password", "secret");
  const sandbox = await connectSandbox(`${server.url}/`, { space: "a.b_c-1" });
  assert.deepEqual(
    [sandbox.baseUrl, sandbox.username, sandbox.password],
    [`${server.url}/spaces/a.b_c-1`, "ann", "secret"],
  );
  assert.equal((await connectSandbox(new URL(server.url))).baseUrl, server.url);
});

test("client options of a remote sandbox allow http only where the client refuses it otherwise", async (t) => {
  const { sandbox } = await connect(t, "a");
  assert.deepEqual(sandbox.clientOptions, { baseUrl: sandbox.baseUrl });
  const settings = () => Response.json({ username: "ann", password: "secret" });
  t.mock.method(globalThis, "fetch", settings);
  for (const [url, allowsHttp] of [
    ["http://sandbox:8787", true],
    ["http://10.0.0.7:8787/", true],
    ["http://[fd00::7]:8787", true],
    ["http://localhost.example", true],
    ["https://sandbox.example", false],
    ["http://localhost:8787", false],
    ["http://a.localhost", false],
    ["http://127.8.9.1:1", false],
    ["http://[::1]:1", false],
  ]) {
    const remote = await connectSandbox(url, { space: "b" });
    assert.equal(remote.clientOptions.dangerouslyAllowHttp ?? false, allowsHttp, url);
    assert.equal(new Verigator(remote.username, remote.password, remote.clientOptions).baseUrl, remote.baseUrl, url);
  }
});

test("a client works with the base URL of a space", async (t) => {
  const { sandbox } = await connect(t, "a");
  const verigator = new Verigator(sandbox.username, sandbox.password, { baseUrl: sandbox.baseUrl });
  const service = await verigator.createService("Coffee Shop", "coffeeshop.com");
  const user = await service.registerUser("ann", number);
  const waiting = sandbox.inbox.waitFor("+372 555 5555", { timeoutMs: 60_000 });
  await user.authenticateUsingSms();
  const { pin } = await waiting;
  assert.equal((await user.verifyPin(pin)).verified, true);
});

test("messages and requests have dates, and each message is returned once", async (t) => {
  const { sandbox, call, register } = await connect(t, "a");
  await sandbox.clock.set(newYear);
  const { authentication } = await register(number);
  await call("POST", authentication, { method: "sms" });
  await call("POST", authentication, { method: "sms" });
  const messages = await sandbox.inbox.messages(number);
  assert.deepEqual(await sandbox.inbox.messages(), messages);
  assert.deepEqual(messages[0].sentAt, new Date(newYear));
  assert.deepEqual([await sandbox.inbox.waitFor(number), await sandbox.inbox.waitFor(number)], messages);
  const [request] = await sandbox.requests();
  assert.deepEqual(request, {
    method: "POST",
    path: "/v1/service/service",
    status: 201,
    at: new Date(newYear),
    durationMs: 0,
  });
  await sandbox.inbox.clear();
  assert.deepEqual(await sandbox.inbox.messages(), []);
});

test("waitFor ends after its timeout, on abort with the signal's reason and on reset", async (t) => {
  const { sandbox, call, register } = await connect(t, "a");
  await assert.rejects(sandbox.inbox.waitFor(number, { timeoutMs: 1 }), {
    name: "TimeoutError",
    message: "no message arrived within 1 ms",
  });
  await assert.rejects(sandbox.inbox.waitFor(number, { timeoutMs: -1 }), /^TypeError: timeoutMs: expected/);
  await assert.rejects(
    sandbox.inbox.waitFor(number, { signal: AbortSignal.abort("before") }),
    (reason) => reason === "before",
  );
  await assert.rejects(sandbox.inbox.waitFor("5555"), /^Error: to: expected a phone number/);
  const controller = new AbortController();
  const aborted = sandbox.inbox.waitFor(number, { signal: controller.signal });
  setImmediate(() => controller.abort("enough"));
  await assert.rejects(aborted, (reason) => reason === "enough");
  const { authentication } = await register(number);
  await call("POST", authentication, { method: "sms" });
  assert.equal((await sandbox.inbox.waitFor(number)).to, number);
});

test("the clock, devices and faults work over HTTP", async (t) => {
  const { sandbox, call, register } = await connect(t, "a");
  await sandbox.clock.set(new Date(newYear));
  await sandbox.clock.advance(1500);
  assert.deepEqual(await sandbox.clock.now(), new Date(newYear + 1500));
  await sandbox.devices.attach(number);
  const { authentication, userId } = await register(number);
  assert.deepEqual((await call("POST", authentication, { method: "totp" })).body, { method: "totp" });
  const code = await sandbox.devices.code(number, userId);
  assert.equal((await call("PUT", authentication, { token: code })).body.verified, true);
  await assert.rejects(sandbox.devices.code(number, "unknown"), /userId: expected a user/);
  await sandbox.devices.detach(number);
  assert.deepEqual((await call("POST", authentication, { method: "totp" })).body, { method: "sms" });
  await sandbox.faults.next(
    { kind: "status", status: 500 },
    { method: "GET", path: "/v1/service/service/unknown", times: 2 },
  );
  assert.equal((await call("GET", "/unknown")).status, 500);
  await sandbox.faults.clear();
  assert.equal((await call("GET", "/unknown")).status, 404);
  await sandbox.clock.resume();
  assert.ok(Math.abs((await sandbox.clock.now()) - Date.now()) < 60_000);
});

test("snapshot, restore and reset affect only the space", async (t) => {
  const { server, sandbox, call } = await connect(t, "a");
  const other = await connectSandbox(server.url, { space: "b" });
  const otherClient = createApiClient({ fetch, ...other }, other.baseUrl);
  const { body } = await call("POST", "", { fqdn: "a.example", name: "A" });
  const { body: otherService } = await otherClient.call("POST", "", { fqdn: "a.example", name: "A" });
  const snapshot = await sandbox.snapshot();
  await sandbox.reset();
  assert.equal((await call("GET", `/${body.id}`)).status, 404);
  await sandbox.restore(snapshot);
  assert.equal((await call("GET", `/${body.id}`)).status, 200);
  await assert.rejects(sandbox.restore({ ...snapshot, version: 2 }), /^Error: snapshot: expected the format/);
  assert.equal((await otherClient.call("GET", `/${otherService.id}`)).status, 200);
});

test("disposal deletes the space and leaves the root", async (t) => {
  const { server, sandbox, register } = await connect(t, "a");
  await register(number);
  await sandbox[Symbol.asyncDispose]();
  assert.deepEqual(await server.control("GET", "spaces"), { spaces: [] });
  const root = await connectSandbox(server.url);
  await createApiClient({ fetch, ...root }, server.url).register(number);
  await root[Symbol.asyncDispose]();
  assert.equal((await root.requests()).length, 2);
});

test("invalid URLs and names are rejected before any request", async () => {
  for (const url of ["", "127.0.0.1:8787", "ftp://127.0.0.1", undefined]) {
    await assert.rejects(connectSandbox(url), /^TypeError: url: expected the URL of a sandbox server/);
  }
  for (const space of ["", ".", "..", "a/b", "a b", "ä", "a".repeat(101), 1, null]) {
    await assert.rejects(connectSandbox("http://127.0.0.1:9", { space }), /^TypeError: space: expected a name/);
  }
});

test("a server that is unreachable or not a sandbox is named in the error", async (t) => {
  const server = createServer((_, outgoing) =>
    outgoing.writeHead(404, { "content-type": "text/html" }).end("<h1>Not found</h1>"),
  );
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const url = `http://127.0.0.1:${server.address().port}`;
  await assert.rejects(connectSandbox(url), { message: `the sandbox at ${url} responded with status 404` });
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await assert.rejects(connectSandbox(url), {
    message: `could not reach the sandbox at ${url}; start it with \`npx verigator sandbox\``,
  });
});

test("seed data is added to the space, and an error names its JSON path", async (t) => {
  const { sandbox, call } = await connect(t, "a");
  const id = "3f0e7a4e-58b7-4b8e-9d0c-5b0d0c1f2a3b";
  await sandbox.seed({ services: [{ id, fqdn: "a.com", name: "A" }] });
  assert.equal((await call("GET", `/${id}`)).body.name, "A");
  await assert.rejects(sandbox.seed({ services: [{ fqdn: "b.com" }] }), { message: "seed: invalid at services[0]" });
});

/** Deno as npm has it for the platform of CI; on others, DENO is its path. */
const deno = process.env.DENO ?? join(tools, "@deno/linux-x64-glibc/deno");
const denoFlags = [
  "run",
  "--quiet",
  "--no-config",
  "--no-lock",
  "--no-remote",
  "--node-modules-dir=manual",
  "--allow-net=127.0.0.1",
  "--allow-read",
];
const expected = { to: number, statuses: [201], reason: "enough" };

test("connectSandbox works in Deno and Bun", async (t) => {
  const { url } = await serve(t);
  for (const [program, flags] of [
    [deno, denoFlags],
    [findBun(), ["run"]],
  ]) {
    const { stdout } = await promisify(execFile)(program, [
      ...flags,
      join(import.meta.dirname, "remote-runtimes/program.mjs"),
      url,
    ]);
    assert.deepEqual(JSON.parse(stdout), expected);
  }
});

test("connectSandbox works in workerd", async (t) => {
  const { url } = await serve(t);
  const { worker, close } = await openWorker(new URL("./remote-runtimes/worker.mjs", import.meta.url));
  t.after(close);
  const response = await worker.dispatchFetch("http://localhost/", { method: "POST", body: url });
  assert.deepEqual(await response.json(), expected);
});

/** Finds Bun's program, which its package puts in place by an install script that is not run here. */
function findBun() {
  const { resolve } = createRequire(createRequire(join(tools, "x")).resolve("bun/package.json"));
  const architecture = process.arch === "arm64" ? "aarch64" : process.arch;
  return join(dirname(resolve(`@oven/bun-${process.platform}-${architecture}/package.json`)), "bin/bun");
}
