import assert from "node:assert/strict";
import { after, test } from "node:test";
import { openSite } from "./chromium-site.mjs";
import { bundleWorker } from "./workerd.mjs";

const bundle = await bundleWorker(after);

/** Runs the example's page in the browser; its user types `pins`. Returns the reasons that the page showed. */
async function logIn({ page, ticket }, pins) {
  const reasons = [];
  await page.exposeFunction("askForPin", async (reason) => {
    reasons.push(reason);
    return pins.shift()();
  });
  await page.evaluate(async (ticket) => {
    const { logIn } = await import("/page.js");
    await logIn(ticket, globalThis.askForPin);
  }, ticket);
  return reasons;
}

function wrong(pin) {
  return pin === "000000" ? "000001" : "000000";
}

/** Completes one login with a wrong PIN before the right one. */
async function logInAtTheSecondTry(t) {
  const site = await openSite(t, bundle);
  let pin;
  const reasons = await logIn(site, [async () => wrong((pin = await site.readPin())), async () => pin]);
  return { ...site, reasons, exchanges: await Promise.all(site.exchanges), responses: await site.readResponses() };
}

test("the example's page in Chromium is verified through the example's Worker and the sandbox server", async (t) => {
  const { reasons, responses, calls, context, completesLogin } = await logInAtTheSecondTry(t);
  assert.deepEqual(reasons, [undefined, "invalid"]);

  const ofGateway = responses.filter(({ url }) => new URL(url).pathname === "/2fa/auth");
  const [started, rejected, verified, ...rest] = ofGateway.map((response) => ({ ...response, body: JSON.parse(response.text) }));
  assert.deepEqual([started.method, started.status, started.body.method, started.body.attemptsLeft], ["POST", 201, "sms", 5]);
  assert.deepEqual([rejected.method, rejected.status, rejected.body.verified, rejected.body.attemptsLeft], ["PUT", 200, false, 4]);
  assert.deepEqual([verified.method, verified.status, verified.body], ["PUT", 200, { method: "sms", verified: true }]);
  assert.deepEqual(rest, []);
  assert.deepEqual(calls.map(({ method, status }) => `${method} ${status}`), ["POST 201", "PUT 200", "PUT 200"]);

  const receipt = (await context.cookies()).find(({ name }) => name === "verigator-receipt");
  assert.deepEqual([receipt.httpOnly, receipt.secure, receipt.sameSite], [true, true, "Strict"]);
  assert.equal(await completesLogin(receipt.value), true);
  assert.equal(await completesLogin(receipt.value), false, "a receipt is accepted once");
});

test("the password is in each request to the sandbox server, and in nothing that the browser sends or receives", async (t) => {
  const { sandbox, exchanges, responses, calls, page } = await logInAtTheSecondTry(t);
  const { password } = sandbox;
  for (const { url, auth } of calls) assert.deepEqual([new URL(url).origin, auth], [sandbox.url, `${sandbox.username}:${password}`]);
  const handled = (await sandbox.requests()).slice(-calls.length).map(({ method, path, status }) => ({ method, path, status }));
  assert.deepEqual(handled, calls.map(({ method, url, status }) => ({ method, path: new URL(url).pathname, status })));

  const own = new URL(page.url()).origin;
  for (const { text } of responses) assert.ok(!text.includes(password));
  assert.equal(exchanges.filter(({ url }) => url === `${own}/2fa/auth`).length, calls.length);
  for (const { url, sent, sentBody, got } of exchanges) {
    assert.equal(new URL(url).origin, own, "the page sends requests only to its own site");
    assert.ok(!("x-service-auth" in sent) && !("x-service-auth" in got), url);
    for (const part of [url, JSON.stringify(sent), sentBody, JSON.stringify(got)]) assert.ok(!part.includes(password), url);
  }
});
