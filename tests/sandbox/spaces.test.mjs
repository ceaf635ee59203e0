import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { createApiClient } from "./api-client.mjs";
import { serve } from "./server-process.mjs";

const number = "+3725555555";
const folders = [];

after(() => folders.forEach((folder) => rmSync(folder, { recursive: true })));

/** Uses a space as a test worker would, with the same names as all others, and resets it three times. */
async function work(server, space) {
  const url = `${server.url}/spaces/${space}`;
  const { call, register } = createApiClient(server, url);
  const control = async (method, path) => (await fetch(`${url}/_sandbox/${path}`, { method })).json();
  for (let round = 0; round < 3; round += 1) {
    const { authentication } = await register(number);
    const waiting = control("GET", `inbox/next?to=${encodeURIComponent(number)}&waitMs=60000`);
    assert.equal((await call("POST", authentication, { method: "sms" })).status, 201);
    const { pin } = (await waiting).message;
    assert.equal((await call("PUT", authentication, { token: pin })).body.verified, true);
    assert.deepEqual(
      (await control("GET", "inbox")).messages.map((message) => message.pin),
      [pin],
    );
    assert.equal((await control("GET", "requests")).requests.length, 4);
    await fetch(`${url}/_sandbox/reset`, { method: "POST" });
    assert.deepEqual((await control("GET", "requests")).requests, []);
  }
}

test("eight workers reset their spaces at the same time and never see each other", async (t) => {
  const server = await serve(t);
  await Promise.all(Array.from({ length: 8 }, (_, index) => work(server, `worker-${index}`)));
  const { spaces } = await server.control("GET", "spaces");
  assert.equal(spaces.length, 8);
});

test("the server prints the requests and SMS of spaces with their names", async (t) => {
  const server = await serve(t);
  const { call, register } = createApiClient(server, `${server.url}/spaces/a`);
  const { authentication } = await register(number);
  await call("POST", authentication, { method: "sms" });
  const lines = [await server.nextLine(), await server.nextLine(), await server.nextLine()];
  assert.deepEqual(
    lines.map(({ event, space }) => [event, space]),
    [
      ["request", "a"],
      ["request", "a"],
      ["sms", "a"],
    ],
  );
});

test("the state file keeps the spaces", async (t) => {
  const folder = mkdtempSync(join(tmpdir(), "verigator-spaces-"));
  folders.push(folder);
  const file = join(folder, "state.json");
  const first = await serve(t, "--data", file);
  const { authentication } = await createApiClient(first, `${first.url}/spaces/a`).register(number);
  assert.equal(await first.end("SIGTERM"), 0);
  const second = await serve(t, "--data", file);
  const { call } = createApiClient(second, `${second.url}/spaces/a`);
  assert.equal((await call("POST", authentication, { method: "sms" })).status, 201);
});

test("flags take precedence over the state file in each space, as in new ones", async (t) => {
  const folder = mkdtempSync(join(tmpdir(), "verigator-spaces-"));
  folders.push(folder);
  const file = join(folder, "state.json");
  const first = await serve(t, "--data", file);
  await createApiClient(first, `${first.url}/spaces/restored`).register(number);
  assert.equal(await first.end("SIGTERM"), 0);
  const second = await serve(
    t,
    "--data",
    file,
    "--profile",
    "sdk",
    "--now",
    "2026-01-01T00:00:00Z",
    "--pin",
    `${number}=123456`,
  );
  for (const path of ["", "/spaces/restored", "/spaces/new"]) {
    const get = async (name) => (await fetch(`${second.url}${path}/_sandbox/${name}`)).json();
    assert.deepEqual(await get("profile"), { profile: "sdk" }, path);
    assert.deepEqual(await get("clock"), { now: "2026-01-01T00:00:00.000Z", running: false }, path);
    assert.deepEqual(await get("pins"), { pins: { [number]: "123456" } }, path);
  }
});

test("only pages of its own origin may frame the demo page", async (t) => {
  const server = await serve(t);
  for (const path of ["/", "/spaces/a/"]) {
    assert.equal(
      (await fetch(server.url + path)).headers.get("content-security-policy"),
      "frame-ancestors 'self'",
      path,
    );
  }
});

test("the page and its modules are served in each space", async (t) => {
  const server = await serve(t);
  const redirect = await fetch(`${server.url}/spaces/a`, { redirect: "manual" });
  assert.deepEqual([redirect.status, redirect.headers.get("location")], [302, "/spaces/a/"]);
  for (const path of ["", "main.js", "verigator/browser.js", "verigator/verigator.wasm"]) {
    const [root, space] = await Promise.all([fetch(`${server.url}/${path}`), fetch(`${server.url}/spaces/a/${path}`)]);
    assert.equal(space.status, 200, path);
    assert.deepEqual(
      (await space.bytes?.()) ?? (await space.text()),
      (await root.bytes?.()) ?? (await root.text()),
      path,
    );
  }
});

test("a message that is awaited in one space is not claimed by another", async (t) => {
  const server = await serve(t);
  const controller = new AbortController();
  const other = fetch(`${server.url}/spaces/b/_sandbox/inbox/next?to=${encodeURIComponent(number)}&waitMs=60000`, {
    signal: controller.signal,
  });
  const { call, register } = createApiClient(server, `${server.url}/spaces/a`);
  const { authentication } = await register(number);
  await call("POST", authentication, { method: "sms" });
  const response = await fetch(`${server.url}/spaces/a/_sandbox/inbox/next?to=${encodeURIComponent(number)}`);
  assert.equal((await response.json()).message.to, number);
  controller.abort();
  await assert.rejects(other, { name: "AbortError" });
});
