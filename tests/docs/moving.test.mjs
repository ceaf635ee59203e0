import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { test } from "node:test";
import { Verigator } from "verigator";
import { connectSandbox } from "verigator/sandbox";
import { copyExample, examples, pages, run } from "./examples.mjs";
import { bun, deno } from "./runtimes.mjs";

const number = "+46701740605";
const command = join(
  dirname(createRequire(import.meta.url).resolve("verigator/package.json")),
  "sandbox/bin/verigator.js",
);

/** Starts the server, which has both APIs, and copies the example, with the environment that its programs read. */
async function install(t) {
  const child = spawn(process.execPath, [command, "sandbox", "--port", "0", "--json"], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  t.after(() => child.kill("SIGKILL"));
  const [line] = await once(createInterface({ input: child.stdout }), "line");
  const { url, username, password } = JSON.parse(line);
  const sandbox = await connectSandbox(url);
  const verigator = new Verigator(username, password, { baseUrl: url });
  const service = await verigator.createService("Cafe", "cafe.example");
  Object.assign(process.env, {
    VERIGATOR_BASE_URL: url,
    VERIGATOR_USERNAME: username,
    VERIGATOR_PASSWORD: password,
    VERIGATOR_SERVICE_ID: service.id,
    MESSENTE_BASE_URL: url,
    MESSENTE_USERNAME: username,
    MESSENTE_PASSWORD: password,
  });
  const folder = copyExample(t, "moving");
  const load = (file) => import(join(folder, file));
  return { sandbox, service, before: await load("verigator.js"), after: await load("log-in.js"), load };
}

test("the lines after the move have the results of those before", async (t) => {
  const { sandbox, service, before, after } = await install(t);
  const { id: userId } = await service.registerUser("ada@example.com", number);
  const lastPin = async () => (await sandbox.inbox.messages(number)).at(-1).pin;

  async function logIn({ finish }, id) {
    const results = [];
    for (const typed of ["", "abc", "000000"]) results.push(await finish(id, typed));
    const pin = await lastPin();
    results.push(await finish(id, ` ${pin.slice(0, 3)} ${pin.slice(3)}`));
    return results;
  }

  await before.start(userId);
  const expected = await logIn(before, userId);
  assert.deepEqual(await logIn(after, await after.start(number)), expected);
  assert.equal(expected.at(-1), null);

  const late = async ({ finish }, id) => {
    await sandbox.clock.advance(300_000);
    return finish(id, await lastPin());
  };
  await before.start(userId);
  const expired = await late(before, userId);
  assert.equal(await late(after, await after.start(number)), expired);

  const guess = async ({ finish }, id) => {
    const pin = await lastPin();
    for (let attempt = 0; attempt < 5; attempt += 1) await finish(id, pin === "000000" ? "111111" : "000000");
    return finish(id, pin);
  };
  await before.start(userId);
  const throttled = await guess(before, userId);
  assert.equal(await guess(after, await after.start(number)), throttled);
});

test("the preparation records who uses the app, and stores a number once its PIN was typed", async (t) => {
  const { sandbox, service, load } = await install(t);
  const { startWithVerigator, startNumber, finishNumber } = await load("prepare.js");
  const account = { verigatorId: (await service.registerUser("ada@example.com", number)).id };
  assert.equal(await startWithVerigator(account), "sms");
  assert.equal(account.usesApp, false);
  await sandbox.devices.attach(number);
  assert.equal(await startWithVerigator(account), "totp");
  assert.equal(account.usesApp, true);

  const session = { phoneNumber: number, verificationId: await startNumber(number) };
  const { pin } = (await sandbox.inbox.messages(number)).at(-1);
  assert.match(await finishNumber(account, session, pin === "000000" ? "111111" : "000000"), /wrong/);
  assert.equal(account.phoneNumber, undefined);
  assert.equal(await finishNumber(account, session, pin), null);
  assert.equal(account.phoneNumber, number);
});

test("the lines before and after differ only in the client and in its two calls", () => {
  const lines = (file) => readFileSync(join(examples, "moving", file), "utf8").split("\n");
  const [before, after] = [lines("verigator.js"), lines("log-in.js")];
  const rest = (text, other) => text.filter((line) => !other.includes(line) && !/^(import|const|\/\*\*|$)/.test(line));
  assert.deepEqual(rest(after, before), [
    "export async function start(phoneNumber) {",
    "  const started = await messente.verifyNumber(phoneNumber);",
    "  return started.verified ? null : started.verificationId; // verified only with the option `cookie`",
    "export async function finish(verificationId, text) {",
    "  const result = await messente.verifyPin(verificationId, pin);",
  ]);
});

test("the guide names the host and the paths that the clients of 2026 use", () => {
  const { text } = pages.find(({ file }) => file === "guides/moving.md");
  for (const address of ["`api2.messente.com`", "`POST /verify/start`", "`POST /verify/pin`"])
    assert.ok(text.includes(address), address);
  assert.doesNotMatch(text, /contains this API too|\/v1\/verify|older hosts/);
});

const program = `
import { finish } from "./log-in.js";
await finish("vid00000000000001", "123456").catch((error) => console.log(error, error.cause));
`;

for (const [runtime, command] of Object.entries({
  node: [process.execPath],
  deno: [deno, "run", "--allow-all"],
  bun: [bun],
})) {
  test(`the error of an API that cannot be reached contains neither the password nor the PIN in ${runtime}`, async (t) => {
    const folder = copyExample(t, "moving");
    writeFileSync(join(folder, "program.mjs"), program);
    // No server listens on this port.
    const environment = {
      MESSENTE_BASE_URL: "http://127.0.0.1:1",
      MESSENTE_USERNAME: "name",
      MESSENTE_PASSWORD: "canary-password",
      DENO_NO_UPDATE_CHECK: "1",
    };
    const output = await run(folder, command[0], [...command.slice(1), "program.mjs"], environment);
    assert.match(output, /ConnectionError/);
    assert.doesNotMatch(output, /canary-password|123456/);
  });
}
