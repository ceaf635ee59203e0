import assert from "node:assert/strict";
import { test } from "node:test";
import { Verigator } from "verigator";
import { connectSandbox } from "verigator/sandbox";

const { SANDBOX_URL = "", SITE_URL = "" } = process.env;
const phoneNumber = "+46701740605";

/** Sends a form to the site, and returns its response. */
async function send(path, form) {
  const response = await fetch(SITE_URL + path, { method: "POST", body: new URLSearchParams(form) });
  assert.equal(response.status, 200);
  return response.json();
}

test("a user logs in with the PIN from the SMS", async () => {
  const sandbox = await connectSandbox(SANDBOX_URL);
  await send("/start", { phoneNumber });
  const { pin } = await sandbox.inbox.waitFor(phoneNumber);
  const { verified } = await send("/verify", { pin });
  assert.equal(verified, true);
});

test("a client of the tests reaches a space of the sandbox", async (t) => {
  const sandbox = await connectSandbox(SANDBOX_URL, { space: "client" });
  t.after(() => sandbox[Symbol.asyncDispose]());
  const verigator = new Verigator(sandbox.username, sandbox.password, sandbox.clientOptions);
  const service = await verigator.createService("Coffee Shop", "coffeeshop.com");
  assert.deepEqual(await service.getUsers(), []);
});
