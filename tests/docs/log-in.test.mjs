import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { transformSync } from "esbuild";
import { connectSandbox } from "verigator/sandbox";
import { serve } from "../sandbox/server-process.mjs";
import { copyExample, run } from "./examples.mjs";
import { bun, deno } from "./runtimes.mjs";

/** Starts a sandbox, and sets up the example as its guide says. */
async function open(t) {
  const { url, username, password } = await serve(t);
  const folder = copyExample(t, "log-in");
  const environment = { VERIGATOR_BASE_URL: url, VERIGATOR_USERNAME: username, VERIGATOR_PASSWORD: password };
  await run(folder, process.execPath, ["set-up.js"], environment);
  // A second time, since readers do so.
  const [, id] = /^(\S+)\n$/.exec(await run(folder, process.execPath, ["set-up.js"], environment));
  return { folder, sandbox: await connectSandbox(url), environment: { ...environment, VERIGATOR_SERVICE_ID: id } };
}

test("a user is enrolled, and logs in after a wrong PIN", async (t) => {
  const { folder, sandbox, environment } = await open(t);
  Object.assign(process.env, environment);
  const { enroll, start, finish } = await import(join(folder, "log-in.js"));
  const id = await enroll("ada@example.com", "+3725555501");
  assert.match(await start(id), /the PIN that we sent you/);
  const { pin } = await sandbox.inbox.waitFor("+3725555501");
  assert.match(await finish(id, "000000"), /wrong/);
  for (const malformed of ["", " ", "one"]) assert.match(await finish(id, malformed), /wrong/);
  assert.equal(await finish(id, ` ${pin.replace(/^.../, "$& ")} `), null);
});

test("the program in TypeScript names the reason of each rejected PIN", async (t) => {
  const { folder, sandbox, environment } = await open(t);
  Object.assign(process.env, environment);
  const { code } = transformSync(readFileSync(join(folder, "log-in.ts"), "utf8"), { loader: "ts" });
  writeFileSync(join(folder, "compiled.js"), code);
  const { enroll, start, finish } = await import(join(folder, "compiled.js"));
  const id = await enroll("ada@example.com", "+3725555501");
  await start(id);
  const { pin } = await sandbox.inbox.waitFor("+3725555501");
  await sandbox.clock.advance(300_000);
  assert.match(await finish(id, pin), /expired/);
  await start(id);
  for (let attempt = 0; attempt < 5; attempt += 1) await finish(id, "000000");
  assert.match(await finish(id, "000000"), /Too many/);
  await sandbox.devices.attach("+3725555501");
  assert.match(await start(id), /the Verigator app/);
  assert.equal(await finish(id, await sandbox.devices.code("+3725555501", id)), null);
});

const commands = { node: [process.execPath], deno: [deno, "run", "--allow-env", "--allow-net"], bun: [bun] };

for (const [runtime, [command, ...args]] of Object.entries(commands)) {
  test(`the program for the terminal logs in twice with a PIN that the sandbox sent again, in ${runtime}`, async (t) => {
    const { folder, sandbox, environment } = await open(t);
    for (let login = 0; login < 2; login += 1) {
      const env = { ...process.env, ...environment, DENO_NO_UPDATE_CHECK: "1" };
      const child = spawn(command, [...args, "try-it.js"], { cwd: folder, env, stdio: ["pipe", "pipe", "inherit"] });
      const answers = [" +3725555501 ", "000000", ""];
      let output = "";
      for await (const data of child.stdout.setEncoding("utf8")) {
        output += data;
        // A line that is sent before its question is lost.
        if (!data.endsWith(": ")) continue;
        const answer = answers.shift() ?? (await sandbox.inbox.messages("+3725555501")).at(-1).pin;
        child.stdin.write(`${answer}\n`);
      }
      assert.match(output, /This PIN is wrong[^]*Enter the PIN that we sent you[^]*Logged in\.\n$/);
    }
    assert.equal((await sandbox.inbox.messages("+3725555501")).length, 4);
  });
}
