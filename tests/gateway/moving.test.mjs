/** The move of a site's gateway, by the lines of the guide: the page stays as it is. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { RateLimitedError, Verigator } from "verigator";
import { memoryLimits } from "verigator/gateway";
import { copyExample } from "./examples.mjs";
import { serveApi } from "./served-api.mjs";

const number = "+3725555555";

async function install(t) {
  const api = await serveApi(t);
  Object.assign(process.env, api.environment, {
    MESSENTE_USERNAME: api.sandbox.username,
    MESSENTE_PASSWORD: api.sandbox.password,
    MESSENTE_BASE_URL: api.account.url,
  });
  const folder = copyExample(t.after.bind(t), "moving");
  return { ...api, load: (file) => import(join(folder, file)) };
}

/** What a page gets: the results of its calls, without the times. */
async function logIn(api, fetch) {
  const page = Verigator.viaGateway("https://shop.example/2fa", {
    fetch: (url, init) => fetch(new Request(url, init)),
  });
  const results = [await page.me.authenticateUsingTotp()];
  results.push(await page.me.authenticateUsingSms().catch(({ code, retryAfterMs }) => [code, retryAfterMs]));
  results.push(await page.me.verifyPin(api.wrongPin()));
  results.push(await page.me.verifyPin(api.rightPin()));
  const { started, method, verified } = await page.status();
  return [...results, { started, method, verified }];
}

test("a page gets the same results before and after the move", async (t) => {
  const api = await install(t);
  const [{ openVerigator }, { openNumberVerification }] = await Promise.all(
    ["gateway-verigator.js", "gateway.js"].map(api.load),
  );
  const options = () => ({ limits: memoryLimits(), now: () => 1_800_000_000_000, address: () => "192.0.2.1" });
  const before = openVerigator({ ...options(), identify: () => api.user.id });
  const after = openNumberVerification(() => number, { ...options(), identify: () => "42" });
  const expected = await logIn(api, before.fetch);
  assert.equal(expected[3].verified, true);
  assert.deepEqual(await logIn(api, after.fetch), expected);
  assert.deepEqual(api.sandbox.requests.map(({ path }) => path).slice(-3), [
    "/verify/start",
    "/verify/pin",
    "/verify/pin",
  ]);
});

test("while users move, those with a number get their PIN by Number Verification, and both gateways have one budget", async (t) => {
  const api = await install(t);
  const { openBoth } = await api.load("gateway-both.js");
  const accounts = {
    ann: { id: "ann", verigatorId: api.user.id },
    bob: { id: "bob", phoneNumber: number },
    cid: { id: "cid", phoneNumber: number },
  };
  const limits = memoryLimits();
  const findAccount = async (request) => accounts[request.headers.get("x-user")];
  const fetch = openBoth(findAccount, async (userId) => accounts[userId]?.phoneNumber ?? null, limits);
  const open = (user) => {
    const browse = (url, init) => {
      const request = new Request(url, init);
      request.headers.set("x-user", user);
      return fetch(request);
    };
    return Verigator.viaGateway("https://shop.example/2fa", { fetch: browse }).me;
  };
  const paths = () => api.sandbox.requests.map(({ path }) => path);
  const me = open("ann");
  await me.authenticateUsingSms();
  assert.match(paths().at(-1), /^\/v1\//);
  assert.equal((await me.verifyPin(api.rightPin())).verified, true);
  await open("bob").authenticateUsingSms();
  assert.equal(paths().at(-1), "/verify/start");
  assert.equal((await open("bob").verifyPin(api.rightPin())).verified, true);
  await assert.rejects(open("nobody").authenticateUsingSms(), { status: 401 });
  // Bob's three sends, and Cid's two, are the five of their number in an hour.
  for (const user of ["bob", "cid"]) await open(user).authenticateUsingSms();
  await assert.rejects(open("cid").authenticateUsingSms(), RateLimitedError);
});
