import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import { join } from "node:path";
import { test } from "node:test";
import { copyExample } from "./examples.mjs";

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
  Object.assign(process.env, { MESSENTE_URL: `http://127.0.0.1:${server.address().port}`, MESSENTE_USERNAME: "name", MESSENTE_PASSWORD: "password" });
  return api;
}

test("the two functions have the results of this package", async (t) => {
  const api = await serveApi(t);
  const { start, finish } = await import(join(copyExample(t, "leaving"), "number-verification.js"));
  const id = await start("+3725555501");
  assert.deepEqual(await finish(id, "000000"), { verified: false, reason: "invalid" });
  for (const [result, reason] of [["EXPIRED", "expired"], ["THROTTLED", "throttled"]]) {
    api.next = result;
    assert.deepEqual(await finish(id, "123456"), { verified: false, reason });
  }
  assert.deepEqual(await finish(id, "123456"), { verified: true });
  assert.deepEqual(api.requests[0], { method: "POST", pathname: "/v1/verify/start", parameters: { username: "name", password: "password", to: "+3725555501", pin_length: "6" } });
});

test("a failure with status 200 is an error, which does not contain the credentials", async (t) => {
  const api = await serveApi(t);
  const { start, finish } = await import(join(copyExample(t, "leaving"), "number-verification.js"));
  for (const [call, result] of [[() => start("+3725555501"), "ERROR 101"], [() => finish("session-1", "123456"), "FAILED 209"]]) {
    api.next = result;
    const error = await call().then(() => assert.fail("expected an error"), (thrown) => thrown);
    assert.match(error.message, new RegExp(result));
    assert.doesNotMatch(error.message, /password|123456/);
  }
});
