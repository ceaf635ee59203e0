import assert from "node:assert/strict";
import { renameSync, symlinkSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { test } from "node:test";
import express from "express";
import { openWorker } from "../workerd/open.mjs";
import { launchChromium } from "./chromium.mjs";
import { copyExample, pages, run } from "./examples.mjs";
import { bun, deno } from "./runtimes.mjs";

const installed = dirname(createRequire(import.meta.url).resolve("verigator/package.json"));
const programs = { node: [process.execPath], deno: [deno, "run"], bun: [bun] };

const outputs = {
  node: "{ verified: true, method: 'sms' }\n",
  deno: '{ verified: true, method: "sms" }\n',
  bun: '{\n  verified: true,\n  method: "sms",\n}\n',
};
const { text: guide } = pages.find(({ file }) => file === "getting-started.md");

/** Copies the example, with the package as the only one that is installed. */
function install(t) {
  const folder = copyExample(t, "getting-started");
  symlinkSync(dirname(installed), join(folder, "node_modules"));
  return folder;
}

for (const [runtime, [program, ...args]] of Object.entries(programs)) {
  test(`the flow prints a verified result in ${runtime}`, async (t) => {
    const output = await run(install(t), program, [...args, "flow.js"], { DENO_NO_UPDATE_CHECK: "1" });
    assert.equal(output, outputs[runtime]);
  });
}

test("the flow of Number Verification prints a verified result in each runtime", async (t) => {
  for (const [program, ...args] of Object.values(programs)) {
    const output = await run(install(t), program, [...args, "number-verification.js"], { DENO_NO_UPDATE_CHECK: "1" });
    assert.match(output, /^\{\s+verified: true,?\s+\}\n$/, program);
  }
});

test("the guide shows what each runtime prints", () => {
  for (const output of [outputs.node, outputs.deno, '{"verified":true,"method":"sms"}'])
    assert.ok(guide.includes(`| \`${output.trim()}\``), output);
  assert.equal(outputs.bun.trim().split("\n").length, 4);
});

test("the flow in CommonJS prints a verified result", async (t) => {
  assert.equal(await run(install(t), process.execPath, ["flow.cjs"]), "{ verified: true, method: 'sms' }\n");
});

test("the flow in a Worker responds with a verified result", async (t) => {
  const folder = install(t);
  renameSync(join(folder, "worker.js"), join(folder, "worker.mjs"));
  const { worker, close } = await openWorker(pathToFileURL(join(folder, "worker.mjs")));
  t.after(close);
  const response = await worker.dispatchFetch("http://localhost/");
  assert.equal(await response.text(), '{"verified":true,"method":"sms"}');
});

test("the flow in a page without a bundler shows a verified result", async (t) => {
  const app = express().use(express.static(install(t)));
  const server = app.listen(0, "127.0.0.1");
  const browser = await launchChromium();
  t.after(() => Promise.all([browser.close(), server.close()]));
  const page = await browser.newPage();
  await page.goto(`http://127.0.0.1:${server.address().port}/page.html`);
  await page.getByRole("status").getByText("verified", { exact: true }).waitFor();
});
