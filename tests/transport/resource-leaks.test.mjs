import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { getEventListeners } from "node:events";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { Verigator } from "verigator";
import { startServers } from "./fault-server/servers.mjs";
import { rejection } from "./suite/outcome.mjs";

const body = '{"id":"id","name":"","ctime":""}';
const succeedingFetch = async () => new Response(body);

function client(fetch, options) {
  return new Verigator("username", "password", { baseUrl: "http://localhost", fetch, ...options });
}

test("10,000 calls with the same signal leave no listener on it", async () => {
  const { signal } = new AbortController();
  const verigator = client(succeedingFetch);
  for (let count = 0; count < 10_000; count += 100) {
    await Promise.all(Array.from({ length: 100 }, () => verigator.getService("id", { signal })));
  }
  assert.equal(getEventListeners(signal, "abort").length, 0);
});

test("failed call leaves no listener on its signal", async () => {
  const { signal } = new AbortController();
  const failures = [
    () => Promise.reject("no"),
    () => ({ then() {} }),
    async () => new Response("{"),
    async () => new Response("", { status: 500 }),
  ];
  for (const fetch of failures) {
    await rejection(client(fetch, { timeoutMs: 5, maxRetries: 0 }).getService("id", { signal }));
    assert.equal(getEventListeners(signal, "abort").length, 0);
  }
});

test("call adds one listener to its signal", async () => {
  const { signal } = new AbortController();
  let maximum = 0;
  const fetch = async () => {
    maximum = Math.max(maximum, getEventListeners(signal, "abort").length);
    return new Response(body);
  };
  await client(fetch).getService("id", { signal });
  assert.equal(maximum, 1);
});

test("many calls at once with the same signal cause no warning about listeners", async () => {
  const warnings = [];
  const onWarning = (warning) => warnings.push(warning);
  process.on("warning", onWarning);
  const controller = new AbortController();
  const stuck = Array.from({ length: 100 }, () =>
    rejection(client(() => new Promise(() => {})).getService("id", { signal: controller.signal })),
  );
  controller.abort("over");
  assert.deepEqual(new Set(await Promise.all(stuck)), new Set(["over"]));
  await new Promise((resolve) => setImmediate(resolve));
  process.off("warning", onWarning);
  assert.deepEqual(warnings, []);
});

test("settled call leaves no timer", async () => {
  const before = process.getActiveResourcesInfo().filter((name) => name === "Timeout").length;
  await client(succeedingFetch, { timeoutMs: 1_000_000 }).getService("id");
  await rejection(client(() => Promise.reject("no"), { timeoutMs: 1_000_000, maxRetries: 0 }).getService("id"));
  assert.equal(process.getActiveResourcesInfo().filter((name) => name === "Timeout").length, before);
});

test("Node exits long before the time limits of the calls that have settled", async (context) => {
  const servers = await startServers();
  context.after(() => servers.close());
  const program = fileURLToPath(new URL("./exits.mjs", import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, [program, servers.urls.server], { timeout: 300_000 });
  const tookMs = Number(stdout);
  assert.ok(tookMs < 60_000, `exited ${tookMs} ms after the last call`);
});
