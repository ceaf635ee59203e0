import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { openWorker } from "../workerd/open.mjs";
import { run } from "./async-context/program.mjs";

/** Everything of a site's that a gateway, its client and the sandbox call. */
const functions = [
  "address",
  "challenge",
  "failing address",
  "failing challenge",
  "failing identify",
  "failing onError",
  "failing onEvent",
  "identify",
  "onEvent",
  "onRequest",
  "onVerified",
  "read",
  "replace",
  "sandbox.on",
  "the continuation of a check",
  "the continuation of a start",
];

const { resolve } = createRequire(import.meta.url);
const main = fileURLToPath(new URL("./async-context/main.mjs", import.meta.url));
const bun = () =>
  join(
    dirname(
      createRequire(resolve("bun/package.json")).resolve(
        `@oven/bun-${process.platform}-${process.arch === "arm64" ? "aarch64" : process.arch}/package.json`,
      ),
    ),
    "bin/bun",
  );
const deno = () =>
  process.env.DENO ?? fileURLToPath(new URL("../node_modules/@deno/linux-x64-glibc/deno", import.meta.url));
const denoFlags = [
  "run",
  "--quiet",
  "--no-config",
  "--no-lock",
  "--no-remote",
  "--node-modules-dir=manual",
  "--allow-read",
];

const runtimes = {
  Node: run,
  Deno: () => outputOf(deno(), [...denoFlags, main]),
  Bun: () => outputOf(bun(), ["run", main]),
  workerd: runInWorker,
};

for (const [name, runIn] of Object.entries(runtimes)) {
  test(`functions of a site run in the async context of the request that they belong to, in ${name}`, async (context) => {
    const { misplaced, seen } = await runIn(context);
    assert.deepEqual(misplaced, []);
    assert.deepEqual(seen, functions);
  });
}

async function outputOf(program, args) {
  const { stdout } = await promisify(execFile)(program, args);
  return JSON.parse(stdout);
}

async function runInWorker(context) {
  const { worker, close } = await openWorker(new URL("./async-context/worker.mjs", import.meta.url), {
    compatibilityFlags: ["nodejs_als"],
  });
  context.after(close);
  return (await worker.dispatchFetch("http://localhost/")).json();
}
