import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { after, test } from "node:test";
import { createApiClient } from "./api-client.mjs";
import { bin, serve } from "./server-process.mjs";

const number = "+3725555555";
const folders = [];

// Not after each test, since a server that ends with the test may still write to the folder.
after(() => folders.forEach((folder) => rmSync(folder, { recursive: true })));

function temporaryFolder() {
  const folder = mkdtempSync(join(tmpdir(), "verigator-failures-"));
  folders.push(folder);
  return folder;
}

/** Starts a program that runs the server, and waits for its first line. */
async function startProgram(t, program, args) {
  const child = spawn(program, [...args, bin, "sandbox", "--port", "0", "--json"], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  const exited = once(child, "exit");
  t.after(() => child.kill("SIGKILL"));
  let errors = "";
  child.stderr.on("data", (data) => (errors += data));
  const [line] = await once(createInterface({ input: child.stdout }), "line");
  return { child, exited, ...JSON.parse(line), readErrors: () => errors };
}

/** Opens a connection, sends raw text, and closes it after the first bytes of the response, if there is one to wait for. */
async function sendAndLeave(url, text, { waitsForData }) {
  const socket = connect(new URL(url).port, "127.0.0.1");
  socket.on("error", () => {});
  await new Promise((resolve) => socket.write(text, resolve));
  if (waitsForData) await once(socket, "data");
  socket.destroy();
  await once(socket, "close");
}

test("the server continues when the readers of its output close it", async (t) => {
  const { child, exited, url } = await startProgram(t, process.execPath, []);
  for (const stream of [child.stdout, child.stderr]) {
    stream.destroy();
    await once(stream, "close");
  }
  for (let count = 0; count < 5; count += 1) {
    assert.equal((await fetch(`${url}/v1/service/service`, { method: "POST" })).status, 401);
  }
  child.kill("SIGTERM");
  assert.deepEqual(await exited, [0, null]);
});

test("a crash of the emulator is printed and ends the server with exit code 1", { timeout: 300_000 }, async (t) => {
  // With 64 pages of memory, 4 MiB, a body of 8 MiB is too large.
  const { exited, url, readErrors } = await startProgram(t, process.execPath, ["--wasm-max-mem-pages=64"]);
  await assert.rejects(fetch(`${url}/_sandbox/seed`, { method: "POST", body: "a".repeat(8 * 1024 * 1024) }), TypeError);
  assert.deepEqual(await exited, [1, null]);
  assert.match(readErrors(), /^verigator sandbox: RuntimeError: /);
  assert.match(
    readErrors(),
    /^verigator sandbox: the emulator crashed, e\.g\. because its memory of 4 GiB is full, and ends$/m,
  );
});

test("a lock without the id of a process is taken over", async (t) => {
  const file = join(temporaryFolder(), "state.json");
  for (const content of ["", "0", "-1", "nonsense"]) {
    writeFileSync(`${file}.lock`, content);
    const server = await serve(t, "--data", file);
    assert.match(readFileSync(`${file}.lock`, "utf8"), /^\d+$/);
    assert.equal(await server.end("SIGTERM"), 0);
  }
});

test("a lock that cannot be written is removed", async (t) => {
  const file = join(temporaryFolder(), "state.json");
  // A limit on the size of files emulates the full disk.
  const child = spawn(
    "sh",
    ["-c", 'ulimit -f 0; exec "$@"', "sh", process.execPath, bin, "sandbox", "--port", "0", "--data", file],
    { stdio: "ignore" },
  );
  assert.deepEqual(await once(child, "exit"), [2, null]);
  assert.ok(!existsSync(`${file}.lock`));
  assert.equal(await (await serve(t, "--data", file)).end("SIGTERM"), 0);
});

test("a download that the client leaves closes its file", { timeout: 300_000 }, async (t) => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, "public"));
  for (const [name, size] of [
    ["small.txt", 1],
    ["large.bin", 64 * 1024 * 1024],
  ]) {
    writeFileSync(join(folder, "public", name), "");
    truncateSync(join(folder, "public", name), size);
  }
  const limited = ["-c", 'ulimit -n 64; exec "$@"', "sh", process.execPath];
  const child = spawn("sh", [...limited, bin, "sandbox", "--port", "0", "--json", "--static", join(folder, "public")], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  t.after(() => child.kill("SIGKILL"));
  const [line] = await once(createInterface({ input: child.stdout }), "line");
  const { url } = JSON.parse(line);
  for (let count = 0; count < 80; count += 1) {
    await sendAndLeave(url, "GET /large.bin HTTP/1.1\r\nHost: localhost\r\n\r\n", { waitsForData: true });
  }
  const response = await fetch(`${url}/small.txt`);
  assert.deepEqual([response.status, (await response.text()).length], [200, 1]);
});

test("a client that leaves while its pipelined requests wait for each other claims no message", async (t) => {
  const server = await serve(t);
  const { call, register } = createApiClient(server, server.url);
  const hang =
    "GET /v1/service/service/00000000-0000-4000-8000-000000000003 HTTP/1.1\r\nHost: localhost\r\nX-Service-Auth: sandbox:sandbox\r\n\r\n";
  const next = `/_sandbox/inbox/next?to=${encodeURIComponent(number)}`;
  const wait = `GET ${next}&waitMs=60000 HTTP/1.1\r\nHost: localhost\r\n\r\n`;
  await sendAndLeave(server.url, hang + wait, { waitsForData: false });
  const { authentication } = await register(number);
  await call("POST", authentication, { method: "sms" });
  const { message } = await (await fetch(server.url + next)).json();
  assert.equal(message.to, number);
});
