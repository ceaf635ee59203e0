import assert from "node:assert/strict";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { test } from "node:test";
import { Verigator } from "verigator";
import { Sandbox } from "verigator/sandbox";
import { copyExample, run } from "./examples.mjs";
import { bun, deno } from "./runtimes.mjs";

const { fetch: fetchFromNetwork } = globalThis;

/** Emulates the Number Verification API, with the parameters and results of its documentation. `next` replaces the next result. */
async function serveApi(t) {
  const requests = [];
  const api = { requests, next: undefined };
  const server = createServer(({ method, url }, response) => {
    const { pathname, searchParams } = new URL(url, "http://localhost");
    const parameters = Object.fromEntries(searchParams);
    requests.push({ method, pathname, parameters });
    const isVerified = parameters.verification_id === "session-1" && parameters.pin === "123456";
    const result = api.next ?? (pathname === "/v1/verify/start" ? "OK session-1" : isVerified ? "VERIFIED" : "INVALID");
    api.next = undefined;
    response.writeHead(200, { "content-type": "text/plain" }).end(result);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  t.after(() => server.close());
  Object.assign(process.env, {
    MESSENTE_URL: `http://127.0.0.1:${server.address().port}`,
    MESSENTE_USERNAME: "name",
    MESSENTE_PASSWORD: "password",
  });
  return api;
}

test("the second function has the results of the one that it replaces", async (t) => {
  const api = await serveApi(t);
  const { start, finish } = await import(join(copyExample(t, "leaving"), "number-verification.js"));
  const id = await start("+3725555501");
  assert.deepEqual(api.requests[0], {
    method: "POST",
    pathname: "/v1/verify/start",
    parameters: { username: "name", password: "password", to: "+3725555501", pin_length: "6" },
  });

  const sandbox = new Sandbox();
  const verigator = new Verigator(sandbox.username, sandbox.password, { fetch: sandbox.fetch });
  const service = await verigator.createService("Cafe", "cafe.example");
  t.mock.method(globalThis, "fetch", (url, init) =>
    String(url).startsWith("https://api.verigator.com/") ? sandbox.fetch(url, init) : fetchFromNetwork(url, init),
  );
  Object.assign(process.env, {
    VERIGATOR_USERNAME: sandbox.username,
    VERIGATOR_PASSWORD: sandbox.password,
    VERIGATOR_SERVICE_ID: service.id,
  });
  const replaced = await import(join(copyExample(t, "log-in"), "log-in.js"));
  const userId = await replaced.enroll("ada@example.com", "+3725555501");
  await replaced.start(userId);
  const pin = async () => (await sandbox.inbox.messages("+3725555501")).at(-1).pin;

  for (const malformed of ["", "abc", "000000"])
    assert.equal(await finish(id, malformed), await replaced.finish(userId, malformed), malformed);
  assert.equal(await finish(id, " 123 456"), await replaced.finish(userId, ` ${await pin()} `));
  await replaced.start(userId);
  sandbox.clock.advance(300_000);
  api.next = "EXPIRED";
  assert.equal(await finish(id, "123456"), await replaced.finish(userId, await pin()));
  await replaced.start(userId);
  for (let attempt = 0; attempt < 5; attempt += 1) await replaced.finish(userId, "000000");
  api.next = "THROTTLED";
  assert.equal(await finish(id, "123456"), await replaced.finish(userId, await pin()));
});

const program = `
import { finish } from "./number-verification.js";
await finish("session-1", "123456").catch((error) => console.log(error, error.cause));
`;

for (const [runtime, command] of Object.entries({
  node: [process.execPath],
  deno: [deno, "run", "--allow-all"],
  bun: [bun],
})) {
  test(`the error of an API that cannot be reached contains neither the password nor the PIN in ${runtime}`, async (t) => {
    const folder = copyExample(t, "leaving");
    writeFileSync(join(folder, "program.mjs"), program);
    // No server listens on this port.
    const environment = {
      MESSENTE_URL: "http://127.0.0.1:1",
      MESSENTE_USERNAME: "name",
      MESSENTE_PASSWORD: "canary-password",
      DENO_NO_UPDATE_CHECK: "1",
    };
    const output = await run(folder, command[0], [...command.slice(1), "program.mjs"], environment);
    assert.match(output, /the request to \/v1\/verify\/pin failed/);
    assert.doesNotMatch(output, /canary-password|123456/);
  });
}

test("a failure with status 200 is an error, which does not contain the credentials", async (t) => {
  const api = await serveApi(t);
  const { start, finish } = await import(join(copyExample(t, "leaving"), "number-verification.js"));
  for (const [call, result] of [
    [() => start("+3725555501"), "ERROR 101"],
    [() => finish("session-1", "123456"), "FAILED 209"],
  ]) {
    api.next = result;
    const error = await call().then(
      () => assert.fail("expected an error"),
      (thrown) => thrown,
    );
    assert.match(error.message, new RegExp(result));
    assert.doesNotMatch(error.message, /password|123456/);
  }
});
