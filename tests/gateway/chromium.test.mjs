import assert from "node:assert/strict";
import { after, test } from "node:test";
import { connectSandbox } from "verigator/sandbox";
import { currentApi, testEach } from "./apis.mjs";
import { openSite } from "./chromium-site.mjs";
import { bundleWorker } from "./workerd.mjs";

const bundle = await bundleWorker(after);
let functionCount = 0;

/** Runs the example's page in the browser; its user types `pins`, null for another PIN. Returns the texts that the page showed. */
async function logIn({ page, ticket }, pins, texts = []) {
  const name = `askForPin${(functionCount += 1)}`;
  await page.exposeFunction(name, async (text) => {
    texts.push(text);
    return pins.shift()();
  });
  await page.evaluate(
    async ([ticket, name]) => {
      const { logIn } = await import("/page.js");
      await logIn(ticket, globalThis[name]);
    },
    [ticket, name],
  );
  return texts;
}

const leave = () => assert.fail("the user leaves the page");

function wrong(pin) {
  return pin === "000000" ? "000001" : "000000";
}

/** Completes one login with a wrong PIN before the right one. */
async function logInAtTheSecondTry(t) {
  const site = await openSite(t, bundle);
  let pin;
  const texts = await logIn(site, [async () => wrong((pin = await site.readPin())), async () => pin]);
  return { ...site, texts, exchanges: await Promise.all(site.exchanges), responses: await site.readResponses() };
}

testEach(
  "the example's page in Chromium is verified through the example's Worker and the sandbox server",
  async (t) => {
    const { texts, responses, calls, context, completesLogin } = await logInAtTheSecondTry(t);
    assert.deepEqual(texts, ["Enter the PIN that we sent you.", "This PIN is wrong. Try again."]);

    const ofGateway = responses.filter(({ url }) => new URL(url).pathname === "/2fa/auth");
    const [started, rejected, verified, ...rest] = ofGateway.map((response) => ({
      ...response,
      body: JSON.parse(response.text),
    }));
    assert.deepEqual(
      [started.method, started.status, started.body.method, started.body.attemptsLeft],
      ["POST", 201, "sms", 5],
    );
    assert.deepEqual(
      [rejected.method, rejected.status, rejected.body.verified, rejected.body.attemptsLeft],
      ["POST", 200, false, 4],
    );
    assert.deepEqual(
      [verified.method, verified.status, verified.body],
      ["POST", 200, { method: "sms", verified: true }],
    );
    assert.deepEqual(rest, []);
    assert.deepEqual(
      calls.map(({ method, status }) => `${method} ${status}`),
      currentApi() === "verigator" ? ["POST 201", "PUT 200", "PUT 200"] : ["POST 200", "POST 200", "POST 200"],
    );

    const receipt = (await context.cookies()).find(({ name }) => name === "verigator-receipt");
    assert.deepEqual([receipt.httpOnly, receipt.secure, receipt.sameSite], [true, true, "Strict"]);
    assert.equal(await completesLogin(receipt.value), true);
    assert.equal(await completesLogin(receipt.value), false, "a receipt is accepted once");
  },
);

testEach(
  "the password is in each request to the sandbox server, and in nothing that the browser sends or receives",
  async (t) => {
    const { sandbox, exchanges, responses, calls, page } = await logInAtTheSecondTry(t);
    const { password } = sandbox;
    for (const { url, auth } of calls) {
      const { origin, searchParams } = new URL(url);
      const inUrl = `${searchParams.get("username")}:${searchParams.get("password")}`;
      assert.deepEqual([origin, auth ?? inUrl], [sandbox.url, `${sandbox.username}:${password}`]);
    }
    const handled = (await sandbox.requests())
      .slice(-calls.length)
      .map(({ method, path, status }) => ({ method, path, status }));
    assert.deepEqual(
      handled,
      calls.map(({ method, url, status }) => ({ method, path: new URL(url).pathname, status })),
    );

    const own = new URL(page.url()).origin;
    for (const { text } of responses) assert.ok(!text.includes(password));
    assert.equal(exchanges.filter(({ url }) => url === `${own}/2fa/auth`).length, calls.length);
    for (const { url, sent, sentBody, got } of exchanges) {
      assert.equal(new URL(url).origin, own, "the page sends requests only to its own site");
      assert.ok(!("x-service-auth" in sent) && !("x-service-auth" in got), url);
      for (const part of [url, JSON.stringify(sent), sentBody, JSON.stringify(got)])
        assert.ok(!part.includes(password), url);
    }
  },
);

test("the page asks for the PIN after a start that seemed to fail, after a reload, and after a failed check", async (t) => {
  const site = await openSite(t, bundle);
  const { faults, inbox } = await connectSandbox(site.sandbox.url);
  await faults.next({ kind: "truncated" }, { method: "POST" });
  await assert.rejects(logIn(site, [leave]), /the user leaves the page/);
  const [{ pin }] = await inbox.messages();

  await site.page.reload();
  const failCheck = async () => {
    await faults.next({ kind: "status", status: 503 }, { method: "PUT" });
    return pin;
  };
  const texts = await logIn(site, [() => null, () => " ", failCheck, () => ` ${pin} `]);
  assert.deepEqual(
    texts.map((text) => text.replace(/\d+/, "…")),
    [
      "Enter the PIN if you have one. You can get another one in … s.",
      "Enter the PIN if you have one. You can get another one in … s.",
      "Enter all digits of the PIN, and nothing else.",
      "We could not check the PIN. Try again.",
    ],
  );
});

test("after five wrong PINs the page tells the user to request another one", async (t) => {
  const site = await openSite(t, bundle);
  const texts = [];
  let pin;
  const typeWrong = async () => wrong((pin ??= await site.readPin()));
  await assert.rejects(logIn(site, [...Array(6).fill(typeWrong), leave], texts), /the user leaves the page/);
  assert.deepEqual(texts.slice(1), [
    ...Array(5).fill("This PIN is wrong. Try again."),
    "This PIN is no longer valid. Request another one.",
  ]);
});
