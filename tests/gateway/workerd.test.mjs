import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { RateLimitedError } from "verigator";
import { currentApi, testEach } from "./apis.mjs";
import { openApi } from "./sandbox-api.mjs";
import { bundleWorker, deploy, openPage, readReceipt, run, runWithNumbers, start } from "./workerd.mjs";

const bundle = await bundleWorker(after);

testEach("the example Worker handles the whole flow of a page", async (t) => {
  const api = await openApi(currentApi());
  const page = await openPage(api, await runWithNumbers(t, bundle, api));
  assert.equal((await page.me.authenticateUsingSms()).method, "sms");
  await assert.rejects(page.me.authenticateUsingSms(), RateLimitedError);
  assert.equal((await page.me.verifyPin(api.wrongPin())).reason, "invalid");
  assert.equal(await page.attemptsLeft(), 4);
  assert.equal((await page.me.verifyPin(api.rightPin())).verified, true);
  assert.equal((await readReceipt(page.responses.at(-1))).userId, api.user.id);
  assert.equal(api.smsCount(), 1);
});

test("the example Worker responds with 401 without a ticket, and with 404 outside the gateway's path", async (t) => {
  const api = await openApi();
  const worker = run(t, deploy(bundle, api));
  assert.equal((await worker.dispatchFetch("https://shop.example/2fa/auth")).status, 401);
  assert.equal((await worker.dispatchFetch("https://shop.example/")).status, 404);
});

testEach("of 100 concurrent wrong PINs exactly 5 reach the API", async (t) => {
  const api = await openApi(currentApi());
  const { me } = await openPage(api, await runWithNumbers(t, bundle, api));
  await me.authenticateUsingSms();
  const responses = await Promise.allSettled(Array.from({ length: 100 }, () => me.verifyPin(api.wrongPin())));
  const denied = responses.filter(({ reason }) => reason instanceof RateLimitedError);
  assert.deepEqual([responses.filter(({ value }) => value?.verified === false).length, denied.length], [5, 95]);
  assert.equal(api.verificationCount(), 5);
});

test("counts survive a restart", async (t) => {
  const folder = mkdtempSync(join(tmpdir(), "verigator-limits-"));
  t.after(() => rmSync(folder, { recursive: true }));
  const api = await openApi();
  const options = { ...deploy(bundle, api), durableObjectsPersist: folder };
  const first = start(options);
  try {
    const { me } = await openPage(api, first);
    await me.authenticateUsingSms();
    for (let attempt = 0; attempt < 3; attempt += 1) await me.verifyPin(api.wrongPin());
  } finally {
    await first.dispose();
  }

  const { me, attemptsLeft } = await openPage(api, run(t, options));
  await assert.rejects(me.authenticateUsingSms(), RateLimitedError);
  assert.equal(await attemptsLeft(), 2);
  for (let attempt = 0; attempt < 2; attempt += 1) await me.verifyPin(api.wrongPin());
  await assert.rejects(me.verifyPin(api.rightPin()), RateLimitedError);
  assert.equal(api.verificationCount(), 5);
});

test("two Workers share the limits", async (t) => {
  const api = await openApi();
  const origins = ["https://shop.example", "https://www.shop.example"];
  const first = { ...deploy(bundle, api), name: "first", routes: ["shop.example/*"] };
  const shared = { LIMITS: { className: "VerigatorLimits", scriptName: "first", useSQLite: true } };
  const second = { ...first, name: "second", routes: ["www.shop.example/*"], durableObjects: shared };
  const workers = run(t, { workers: [first, second] });
  const pages = await Promise.all(origins.map((origin) => openPage(api, workers, { origin })));
  await pages[0].me.authenticateUsingSms();
  await assert.rejects(pages[1].me.authenticateUsingSms(), RateLimitedError);
  const tries = Array.from({ length: 40 }, (_, index) => pages[index % 2].me.verifyPin(api.wrongPin()));
  const responses = await Promise.allSettled(tries);
  assert.equal(responses.filter(({ value }) => value?.verified === false).length, 5);
  assert.equal(api.verificationCount(), 5);
});

/** The API of a sandbox that handles each request and then loses the response, like a broken proxy in front of it. */
function loseResponses(api, status) {
  const fetch = async (url, init) => {
    await api.sandbox.fetch(url, init);
    return new Response("", { status });
  };
  return { ...api, sandbox: { fetch } };
}

for (const status of [201, 302, 408, 500, 503, 524]) {
  test(`of 20 concurrent starts with an API that sends the SMS and responds with ${status}, one sends an SMS`, async (t) => {
    const api = await openApi();
    const { me } = await openPage(api, run(t, deploy(bundle, loseResponses(api, status))));
    const starts = await Promise.allSettled(Array.from({ length: 20 }, () => me.authenticateUsingSms()));
    assert.equal(starts.filter(({ status }) => status === "fulfilled").length, 0);
    await assert.rejects(me.authenticateUsingSms(), RateLimitedError);
    assert.equal(api.smsCount(), 1);
  });
}

test("a start that the API rejects is refunded after the response", async (t) => {
  const api = await openApi();
  let isRefusing = true;
  const fetch = (url, init) => (isRefusing ? new Response("{}", { status: 409 }) : api.sandbox.fetch(url, init));
  const { me } = await openPage(api, run(t, deploy(bundle, { ...api, sandbox: { fetch } })));
  for (let round = 0; round < 5; round += 1) await assert.rejects(me.authenticateUsingSms(), { status: 409 });
  isRefusing = false;
  assert.equal((await me.authenticateUsingSms()).method, "sms");
});

test("five spellings of a UUID use the same Durable Object", async (t) => {
  const api = await openApi();
  const worker = run(t, deploy(bundle, api));
  const { id } = api.user;
  const spellings = [id, id.toUpperCase(), id.replaceAll("-", ""), `{${id}}`, `urn:uuid:${id}`];
  const starts = [];
  for (const spelling of spellings) starts.push(await start(spelling));
  assert.deepEqual(
    starts.map(({ status }) => status),
    ["fulfilled", ...Array(4).fill("rejected")],
  );
  for (const { reason } of starts.slice(1)) assert.ok(reason instanceof RateLimitedError, String(reason));
  async function start(userId) {
    const { me } = await openPage({ ...api, user: { id: userId } }, worker);
    const [result] = await Promise.allSettled([me.authenticateUsingSms()]);
    return result;
  }
});

test("an address is limited across users, by Cloudflare's header", async (t) => {
  const api = await openApi();
  const worker = run(t, deploy(bundle, api));
  const start = async (index) => {
    const user = await api.service.registerUser(`user-${index}`, "+3725555556");
    return (await openPage({ ...api, user }, worker)).me.authenticateUsingSms();
  };
  for (let index = 0; index < 10; index += 1) await start(index);
  await assert.rejects(start(10), RateLimitedError);
});
